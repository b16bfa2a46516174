/**
 * Tables of MELD's form and size, with invented sentences: as many utterances of each emotion and sentiment in each split as the
 * real tables have, in as many dialogues. A cue of the emotion is in most utterances that are not neutral, and, wrongly, in a
 * few that are or are of another emotion.
 */
import { csvLine, Dice } from '../../test/datasets/generate/files.ts';

interface SplitOfMeld {
  readonly dialogues: number;
  /** Utterances by emotion. */
  readonly emotions: Readonly<Record<Emotion, number>>;
  /** Surprise is of either sentiment; the others are of one. */
  readonly positiveSurprise: number;
}

type Emotion = keyof typeof cues;

const cues = {
  neutral: ['I see', 'all right', 'if you say so', 'as usual', 'let me check'],
  joy: ['that’s wonderful', 'I’m so happy for you', 'this is great', 'I love it', 'we did it'],
  surprise: ['oh my god', 'you did what', 'no way', 'are you serious', 'since when'],
  anger: ['leave me alone', 'how dare you', 'that’s not fair', 'I’m sick of this', 'get out'],
  sadness: ['I miss her', 'I’m so sorry', 'it’s over', 'I can’t stop crying', 'I feel awful'],
  disgust: ['ew', 'that’s revolting', 'it smells terrible', 'how gross', 'I feel sick'],
  fear: ['I’m scared', 'please don’t', 'something is wrong', 'we’re in trouble', 'who’s there'],
} as const;

const sizes: Readonly<Record<string, SplitOfMeld>> = {
  train: {
    dialogues: 1038,
    emotions: counts(4710, 1743, 1205, 1109, 683, 271, 268),
    positiveSurprise: 591,
  },
  dev: { dialogues: 114, emotions: counts(470, 163, 150, 153, 111, 22, 40), positiveSurprise: 70 },
  test: {
    dialogues: 280,
    emotions: counts(1256, 402, 281, 345, 208, 68, 50),
    positiveSurprise: 119,
  },
};

/** Shares of the utterances with a cue of their own emotion, and with one of any. */
const ownCue = 0.7;
const anyCue = 0.1;

const openers = ['Well', 'Look', 'Hey', 'So', 'Okay', 'You know', 'Listen', 'Wait'];
const people = ['my sister', 'the neighbour', 'your boss', 'that guy', 'everybody', 'she', 'he'];
const deeds = ['called about', 'forgot', 'brought', 'was asking for', 'found', 'sold', 'talked about'];
const things = ['the tickets', 'dinner', 'a new couch', 'the rehearsal', 'your keys', 'that letter'];
const times = ['this morning', 'again', 'last week', 'after work', 'on Sunday', 'an hour ago'];
const speakers = ['Chandler', 'Monica', 'Joey', 'Ross', 'Rachel', 'Phoebe'];
const heading =
  'Sr No.,Utterance,Speaker,Emotion,Sentiment,Dialogue_ID,Utterance_ID,Season,Episode,StartTime,EndTime';

function counts(...of: readonly [number, number, number, number, number, number, number]) {
  const [neutral, joy, surprise, anger, sadness, disgust, fear] = of;
  return { neutral, joy, surprise, anger, sadness, disgust, fear };
}

/** The three tables by name, with CRLF as the real ones. */
export function madeMeld(): Record<string, string> {
  const dice = new Dice('meld at size');
  return Object.fromEntries(
    Object.entries(sizes).map(([split, size]) => [
      `${split}_sent_emo.csv`,
      [heading, ...rowsOf(size, dice), ''].join('\r\n'),
    ]),
  );
}

function rowsOf({ dialogues, emotions, positiveSurprise }: SplitOfMeld, dice: Dice): string[] {
  const labels = (Object.entries(emotions) as [Emotion, number][]).flatMap(([emotion, count]) =>
    Array.from({ length: count }, (_, i) => ({
      emotion,
      sentiment: sentimentOf(emotion, i < positiveSurprise),
      key: dice.random(),
    })),
  );
  labels.sort((a, b) => a.key - b.key);
  let before = -1;
  let utterance = 0;
  return labels.map(({ emotion, sentiment }, row) => {
    const dialogue = Math.floor((row * dialogues) / labels.length);
    utterance = dialogue === before ? utterance + 1 : 0;
    before = dialogue;
    const start = dice.below(50);
    return csvLine([
      row + 1,
      sentence(emotion, dice),
      dice.pick(speakers),
      emotion,
      sentiment,
      dialogue,
      utterance,
      1 + dice.below(10),
      1 + dice.below(24),
      `00:16:${String(start).padStart(2, '0')},059`,
      `00:16:${String(start + 1 + dice.below(8)).padStart(2, '0')},731`,
    ]);
  });
}

function sentimentOf(emotion: Emotion, isPositiveSurprise: boolean): string {
  if (emotion === 'neutral') return 'neutral';
  return emotion === 'joy' || (emotion === 'surprise' && isPositiveSurprise) ? 'positive' : 'negative';
}

function sentence(emotion: Emotion, dice: Dice): string {
  const story = `${dice.pick(people)} ${dice.pick(deeds)} ${dice.pick(things)} ${dice.pick(times)}`;
  const opener = dice.isLucky(0.4) ? `${dice.pick(openers)}, ` : '';
  const all = Object.keys(cues) as Emotion[];
  const told = dice.isLucky(ownCue)
    ? emotion
    : dice.isLucky(anyCue / (1 - ownCue))
      ? dice.pick(all)
      : null;
  return `${opener}${story}${told === null ? '' : `, ${dice.pick<string>(cues[told])}`}${dice.pick(['.', '!', '?', '…'])}`;
}
