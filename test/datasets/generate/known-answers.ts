/**
 * Questions about pictures whose answerability is known: a disc, large or small, of one of four colours. "Is it large?" is answered by
 * a coin for a known share of the pictures, "what colour is it?" by a name that train never has for a known share of test. Whoever
 * learns the rest is right as often as `design` says, and nobody can be right more often. In the layout of the original PathVQA.
 */
import { encode } from 'fast-png';
import { splits, type Split } from '../../../src/domain/index.ts';
import { Dice, type MadeFiles } from './files.ts';
import { pickle } from './pickle.ts';

export interface KnownAnswersOptions {
  readonly images: Readonly<Record<Split, number>>;
  /** Share of pictures whose closed question is answered by a coin. */
  readonly coins: number;
  /** Share of val's and test's pictures whose open question has an answer that train never gives. */
  readonly unseen: number;
}

/** What test comes to for a model that knows size and colour. */
export interface KnownAnswersDesign {
  readonly closed: { readonly questions: number; readonly right: number };
  readonly open: { readonly questions: number; readonly right: number; readonly unseen: number };
}

const colours = {
  red: [220, 60, 50],
  green: [60, 200, 80],
  blue: [60, 90, 230],
  yellow: [225, 215, 60],
} as const;
const side = 28;

export function knownAnswers({ images, coins, unseen }: KnownAnswersOptions): {
  readonly files: MadeFiles;
  readonly design: KnownAnswersDesign;
} {
  const dice = new Dice('known answers');
  const files: MadeFiles = {};
  const open = { questions: images.test, right: 0, unseen: 0 };
  const closed = { questions: images.test, right: 0 };
  for (const split of splits) {
    const questions = Array.from({ length: images[split] }, (_, i) => {
      const image = `${split}_${String(i).padStart(4, '0')}`;
      const colour = dice.pick(Object.keys(colours) as (keyof typeof colours)[]);
      const isLarge = dice.isLucky(0.5);
      files[`known/images/${split}/${image}.png`] = disc(colours[colour], isLarge ? 10 : 5, dice);
      const size = dice.isLucky(coins) ? dice.isLucky(0.5) : isLarge;
      // Exactly the share that is wanted, spread over the split.
      const isUnseen = split !== 'train' && Math.floor((i + 1) * unseen) > Math.floor(i * unseen);
      if (split === 'test') {
        if (size === isLarge) closed.right++;
        if (isUnseen) open.unseen++;
        else open.right++;
      }
      return [
        { image, question: 'Is it large?', answer: size ? 'yes' : 'no' },
        { image, question: 'What colour is it?', answer: isUnseen ? `shade ${i}` : colour },
      ];
    });
    files[`known/qas/${split}/${split}_qa.pkl`] = pickle(questions.flat());
  }
  return { files, design: { closed, open } };
}

function disc(colour: readonly number[], radius: number, dice: Dice): Uint8Array {
  const [x, y] = [11 + dice.below(6), 11 + dice.below(6)];
  const data = new Uint8Array(side * side * 3);
  for (let i = 0; i < data.length; i++) {
    const place = Math.floor(i / 3);
    const isInside = Math.hypot((place % side) - x, Math.floor(place / side) - y) < radius;
    data[i] = (isInside ? colour[i % 3]! : 20) + dice.below(20);
  }
  return encode({ width: side, height: side, data, channels: 3, depth: 8 });
}
