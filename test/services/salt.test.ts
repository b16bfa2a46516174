import { expect, it } from 'vitest';
import type { SampleTable } from '../../src/domain/index.ts';
import { runFiles } from '../../src/services/run-files.ts';
import { saltOf } from '../../src/services/salt.ts';
import { memorySource } from '../../src/source/index.ts';
import { defaultComplete, runResult, targetOf } from '../state/fake-data.ts';

const subject = 'p10000032';
const table = {
  ids: ['a.png', 'b.png'],
  images: ['a.png', 'b.png'].map((path) => ({ kind: 'file', path })),
  patients: [subject, 'p10000764'],
  text: { report: ['clear', 'not clear'] },
} as unknown as SampleTable;
const files = { 'a.png': Uint8Array.of(1, 2, 3), 'b.png': Uint8Array.of(4, 5, 6) };

it('the salt is the same for the same folder, and another when a file, a text or a patient is', async () => {
  const of = (one: SampleTable, bytes = files) => saltOf(memorySource('x', bytes), one);
  const salt = await of(table);
  expect(salt).toMatch(/^[0-9a-f]{32}$/);
  expect(await of(table)).toBe(salt);
  const changed = [
    await of(table, { ...files, 'b.png': Uint8Array.of(4, 5, 7) }),
    await of({ ...table, text: { report: ['clear', 'clear'] } }),
    await of({ ...table, patients: [subject, subject] }),
  ];
  expect(new Set([salt, ...changed]).size).toBe(4);
});

/** The names of sample and patient in the first row of the predictions that are kept. */
async function namesWith(salt: string | undefined): Promise<string[]> {
  const recipe = { ...defaultComplete, identifiers: true };
  const result = runResult('run', recipe);
  const [{ probabilities, rows, split }] = result.predictions as [(typeof result.predictions)[number]];
  const predictions = [{ split, rows: rows.slice(0, 2), probabilities: probabilities.slice(0, 4) }];
  const labels = [Int32Array.of(0, 1)];
  const plan = { recipe, target: targetOf('finding'), sharing: 'forbidden', salt };
  const made = runFiles(
    { plan, table } as unknown as Parameters<typeof runFiles>[0],
    { ...result, predictions, labels } as unknown as Parameters<typeof runFiles>[1],
    // Made into files after the predictions, where this stops.
    null as unknown as Parameters<typeof runFiles>[2],
    'en',
    new AbortController().signal,
  );
  for await (const { name, blob } of made) {
    if (name !== 'predictions-test.csv') continue;
    const [, first = ''] = (await blob.text()).split('\r\n');
    return first.split(',').slice(1, 3);
  }
  throw new Error('no predictions were made');
}

it('names in kept files follow the salt, and are drawn by chance for a plan of an earlier version, which has none', async () => {
  // printf 'salt p10000032' | sha256sum
  const [sample, patient] = await namesWith('salt');
  expect(patient).toBe('0e04d3e9e66a3250');
  expect(sample).toMatch(/^[0-9a-f]{16}$/);
  const [once, again] = [await namesWith(undefined), await namesWith(undefined)];
  for (const name of [...once, ...again]) expect(name).toMatch(/^[0-9a-f]{16}$/);
  expect(once).not.toEqual(again);
  // What anybody can make of an eight-digit number without a secret: printf 'undefined p10000032', printf ' p10000032'.
  expect([once[1], again[1]]).not.toContain('4aff2311eeea1e84');
  expect([once[1], again[1]]).not.toContain('419d47b7cd492bdf');
});
