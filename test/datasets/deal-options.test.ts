import { describe, expect, it } from 'vitest';
import { defaultRecipe, type SampleTable } from '../../src/domain/index.ts';
import { ownText } from '../../src/datasets/deal-options.ts';
import { SampleRows } from '../../src/datasets/published/sample-rows.ts';
import { splitSamples } from '../../src/services/split-samples.ts';
import { readMade, without } from './made.ts';

async function dealt(name: string, target: string, seed: number) {
  const { table } = await readMade(name);
  const column = table.labels.find((one) => one.target.name === target)!;
  const { column: settled, assigned } = splitSamples(table, column, { ...defaultRecipe, seed });
  const { options } = settled;
  if (options?.kind !== 'dealt') throw new Error('nothing was dealt');
  const width = settled.target.classes.length;
  const optionsOf = (row: number) => [...options.samples.subarray(row * width, (row + 1) * width)];
  return { table, settled, assigned, options, optionsOf };
}

const group = ({ patients, studies }: SampleTable, row: number) => [patients?.[row], studies?.[row]];

describe.each([
  ['pmc-oa', 'caption', 'caption'],
  ['pmc-oa-splits', 'caption', 'caption'],
  ['pubmedvision', 'own answer', 'answer'],
] as const)('%s: which %s is whose', (name, target, field) => {
  it('five different texts of its own split, of other patients and studies, its own one where the label says', async () => {
    const { table, settled, assigned, options, optionsOf } = await dealt(name, target, 3);
    expect(settled.target).toMatchObject({ kind: 'choice', classes: ['1', '2', '3', '4', '5'] });
    expect(options.texts).toEqual(table.text[field]);
    expect(new Set(settled.values)).toEqual(new Set([0, 1, 2, 3, 4]));
    for (const row of table.ids.keys()) {
      const rows = optionsOf(row);
      const others = rows.filter((other) => other !== row);
      expect(rows[settled.values[row]!]).toBe(row);
      expect(others).toHaveLength(4);
      expect(new Set(rows.map((other) => options.texts[other])).size).toBe(5);
      expect(new Set(rows.map((other) => assigned[other]))).toEqual(new Set([assigned[row]]));
      for (const other of others)
        for (const [i, id] of group(table, other).entries())
          if (id !== undefined) expect(id).not.toBe(group(table, row)[i]);
    }
  });

  it('the same seed deals the same, another one deals anew', async () => {
    const [first, again, other] = await Promise.all([1, 1, 2].map((seed) => dealt(name, target, seed)));
    expect(again!.options.samples).toEqual(first!.options.samples);
    expect(other!.options.samples).not.toEqual(first!.options.samples);
  });
});

it('texts without pictures are nothing to match', async () => {
  const { inspection } = await readMade('pmc-oa', without(/jpg$/));
  expect(inspection.targets.map(({ name }) => name)).toEqual(['alignment type']);
});

describe('options of a question', () => {
  it('stand where their letters say, with nothing in the places between', async () => {
    const { table } = await readMade('mmedbench');
    const { options, values, target } = table.labels.find((one) => one.target.name === 'option')!;
    if (options?.kind !== 'listed') throw new Error('no options');
    expect(target).toMatchObject({ kind: 'choice', classes: ['A', 'B', 'C', 'D', 'E'] });
    // Every third question has four options.
    expect(options.texts.filter((texts) => texts.length === 4)).toHaveLength(114);
    // In French and Japanese every fifth has two right ones, which is no label.
    expect(values.filter((value) => value < 0)).toHaveLength(22);
    for (const [row, place] of values.entries())
      if (place >= 0)
        expect(table.text.options![row]).toContain(`${'ABCDE'[place]!}. ${options.texts[row]![place]!}`);
  });
});

it('texts that were too large to be kept are nothing to match either', () => {
  const samples = new SampleRows(new Map([['a', 'a.png']]), 3);
  samples.add('a', { table: 't', row: 1, file: 'a' }, { text: { caption: 'four' } });
  expect(samples.tooLarge).toHaveLength(1);
  expect(ownText('caption', 'caption', samples, 't')).toEqual([]);
});
