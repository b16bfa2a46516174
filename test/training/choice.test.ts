/** Training on options: a rule that no single part tells, and options that are drawn anew from each batch. */
import { beforeAll, describe, expect, test } from 'vitest';
import { seededRandom, type Target } from '../../src/domain/index.ts';
import { checkReference, predict, restore, type TrainingInput } from '../../src/training/index.ts';
import { readSafetensors, writeSafetensors } from '../../src/export/index.ts';
import { optionsOfBatch } from '../../src/training/samples.ts';
import { loadWasmInNode } from '../kernels/wasm-in-node.ts';
import { makeInput, run } from './made-run.ts';

beforeAll(loadWasmInNode);

const sides = ['left', 'right', 'middle'];
const random = seededRandom(8, 'options');
const order = Array.from({ length: 90 }, () =>
  [0, 1, 2]
    .map((side) => ({ side, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ side }) => side),
);

/** Text or image says which of three options is right; there is a fourth place, which none has. */
function asked(inputs: 'text' | 'image'): TrainingInput {
  const made = makeInput('multi-class', { inputs, size: 28, training: { epochs: 8 } });
  const target: Target = { name: 'side', kind: 'choice', classes: ['A', 'B', 'C', 'D'], mayFlip: false };
  const labels = made.labels.map((side, row) => order[row]!.indexOf(side));
  const of = (row: number) => order[row]!.map((side) => `on the ${sides[side]!}`);
  return { ...made, target, labels, options: { of, places: null } };
}

async function shareRight(input: TrainingInput, trained: Awaited<ReturnType<typeof run>>['trained']) {
  const model = restore(trained);
  const rows = Int32Array.from([...input.rows.val, ...input.rows.test]);
  const said = await predict(model, input.target, { ...input, rows }, 20);
  const places = input.target.classes.length;
  const right = rows.filter((row, i) => {
    const chances = said.subarray(i * places, (i + 1) * places);
    return chances.indexOf(Math.max(...chances)) === input.labels[row];
  });
  const largestDifference = await checkReference(readSafetensors(writeSafetensors(trained)), model);
  model.dispose();
  return { right: right.length / rows.length, said, largestDifference };
}

describe('a choice', () => {
  test.each(['text', 'image'] as const)(
    'that %s and options together tell is learned',
    async (inputs) => {
      const input = asked(inputs);
      const { trained } = await run(input);
      expect(trained.reference.options![0]).toHaveLength(3);
      const { right, said, largestDifference } = await shareRight(input, trained);
      expect(right).toBeGreaterThan(0.8);
      expect(largestDifference).toBeLessThan(1e-5);
      // The fourth place has no option in any question.
      expect(
        Array.from(said)
          .filter((_, i) => i % 4 === 3)
          .every((chance) => chance === 0),
      ).toBe(true);
    },
  );

  test('is no better than chance where options tell nothing of the question', async () => {
    const input = asked('text');
    const { trained } = await run({ ...input, text: input.text!.map(() => 'which side?') });
    expect((await shareRight(input, trained)).right).toBeLessThan(0.6);
  });

  test('of drawn options, each step has those of its own batch and keeps the right one in its place', () => {
    const input = asked('image');
    const own = (row: number) => `${sides[input.labels[row]!]!} ${row}`;
    const seen = new Map<number, Set<string>>();
    // The others are never there but in training.
    const of = (row: number) =>
      input.target.classes.map((_, place) => (place === input.labels[row] ? own(row) : 'none'));
    const places = input.labels;
    for (const rows of [Int32Array.of(3, 8, 20, 33, 41), Int32Array.of(3, 7, 9, 11, 13)]) {
      optionsOfBatch({ of, places }, rows).forEach((options, i) => {
        const row = rows[i]!;
        expect(options[places[row]!]).toBe(own(row));
        expect(new Set(options).size).toBe(4);
        const others = options.filter((_, place) => place !== places[row]);
        expect(others.every((text) => [...rows].some((one) => own(one) === text))).toBe(true);
        seen.set(row, new Set([...(seen.get(row) ?? []), ...others]));
      });
    }
    expect(seen.get(3)!.size).toBe(6);
    // A batch of one has nothing to draw from.
    expect(optionsOfBatch({ of, places }, Int32Array.of(5))[0]).toEqual(of(5));
  });
});
