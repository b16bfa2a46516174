import { expect, it } from 'vitest';
import { applyFixes } from '../../src/health/index.ts';
import { binary, changed, cleanSamples, examined } from './made.ts';
import { madePicture, readerOf, savedAnew } from './made-pictures.ts';

const { table, splits } = cleanSamples(60);
const values = table.labels[0]!.values.slice();
const rowsIn = (split: string) => splits.flatMap((one, row) => (one === split ? [row] : []));
const [train, test] = [rowsIn('train'), rowsIn('test')];
const [a, b, c, d] = train as [number, number, number, number];
const picture = (row: number) => madePicture(row);
/** A test image that is in train too, exactly and nearly; and one that is in train twice, under two labels. */
const pictures = changed(
  table.ids.map((_, row) => picture(row)),
  { [test[0]!]: picture(a), [b]: savedAnew(picture(a)), [d]: picture(c) },
);
values.set([0], c);
values.set([1], d);
const samples = examined({ ...table, labels: [{ target: binary, width: 1, values }] }, { text: null });
const fixed = (duplicates: 'keep' | 'drop', conflicts: 'keep' | 'mask') =>
  applyFixes(samples, readerOf(pictures), new Set(), { duplicates, conflicts });

it('changes nothing unless the recipe asks for it', async () => {
  const { dropped, labels } = await fixed('keep', 'keep');
  expect([...dropped]).toEqual([]);
  expect(labels).toEqual(values);
});

it('drops from train what another split has too, and all but the first of what train has twice', async () => {
  const { dropped } = await fixed('drop', 'keep');
  expect([...dropped].sort((x, y) => x - y)).toEqual([a, b, d].sort((x, y) => x - y));
  for (const row of dropped) expect(splits[row]).toBe('train');
});

it('masks disputed labels of train, and no others', async () => {
  const { labels } = await fixed('keep', 'mask');
  const masked = [...labels.keys()].filter((row) => labels[row] !== values[row]);
  const disputed = values[test[0]!] === values[a] ? [c, d] : [a, c, d];
  expect(masked).toEqual(disputed.sort((x, y) => x - y));
  expect(masked.map((row) => labels[row])).toEqual(masked.map(() => -1));
});

it('masks no place of an option: the same right one may stand in another', async () => {
  const target = { name: 'option', kind: 'choice', classes: ['A', 'B'], mayFlip: false } as const;
  const { settled } = samples;
  const choice = { ...samples, settled: { ...settled, target } };
  const options = { duplicates: 'keep', conflicts: 'mask' } as const;
  const { labels } = await applyFixes(choice, readerOf(pictures), new Set(), options);
  expect(labels).toEqual(values);
});
