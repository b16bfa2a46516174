import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { seededRandom, type SampleTable } from '../../src/domain/index.ts';
import type { Examined } from '../../src/health/examined.ts';
import { crossValidated, shortcutFindings } from '../../src/health/shortcuts.ts';
import { cleanSamples, examined } from './made.ts';

const nothing = { rejected: new Set<number>(), sizes: null, bits: null };
const clean = cleanSamples();
const values = clean.stated.values;
const withCovariate = (name: string, covariate: readonly (string | number | null)[]): Examined =>
  examined({ ...clean.table, covariates: { ...clean.table.covariates, [name]: covariate } });
/** The label's own value in that share of samples, else the other one. */
const knowing = (share: number, words: readonly [string, string], seed = 0) => {
  const random = seededRandom(seed, 'knowing');
  return Array.from(values, (value) => words[random() < share ? value : 1 - value]!);
};

describe('the shortcut audit', () => {
  it.each([...Array(20).keys()])('says nothing of covariates that know nothing (seed %i)', (seed) => {
    expect(shortcutFindings(cleanSamples(400, seed), nothing)).toEqual([]);
  });

  it('names the site that predicts the label', () => {
    const [found] = shortcutFindings(withCovariate('hospital', knowing(0.9, ['a', 'b'])), nothing);
    expect(found).toMatchObject({
      check: 'shortcut',
      severity: 'serious',
      parameters: { covariate: 'hospital', className: 'present' },
    });
    expect((found!.parameters as { auc: number }).auc).toBeGreaterThan(0.87);
  });

  it('is silent below its threshold', () => {
    expect(shortcutFindings(withCovariate('hospital', knowing(0.6, ['a', 'b'])), nothing)).toEqual([]);
  });

  it('finds numbers, whatever their shape', () => {
    const random = seededRandom(1, 'dose');
    const dose = Array.from(values, (value) => (value === 1 ? 50 + random() : random() * 101));
    const [found] = shortcutFindings(withCovariate('dose', dose), nothing);
    expect(found?.parameters).toMatchObject({ covariate: 'dose' });
  });

  it('takes being unknown for a value', () => {
    const known = Array.from(values, (value, row) => (value === 1 ? null : `kV ${row % 3}`));
    expect(shortcutFindings(withCovariate('exposure', known), nothing)).toHaveLength(1);
  });

  it('does not take names of patients for knowledge', () => {
    const site = clean.table.patients!.map((patient) => `at ${patient}`);
    const labels = Int32Array.from(values, (_, row) => values[row & ~1]!);
    const table: SampleTable = {
      ...clean.table,
      labels: [{ ...clean.stated, values: labels }],
      covariates: { site },
    };
    expect(shortcutFindings(examined(table), nothing)).toEqual([]);
  });

  it('only notes what belongs to the patient', () => {
    const [found] = shortcutFindings(withCovariate('Sex', knowing(0.9, ['F', 'M'])), nothing);
    expect(found).toMatchObject({ severity: 'note' });
  });

  it('looks at file names, image sizes and bit depths', () => {
    const kinds = knowing(0.85, ['IM', 'person']);
    const images = clean.table.images!.map(
      (_, row) => ({ kind: 'file', path: `chest/${kinds[row]!}-${row}.jpeg` }) as const,
    );
    const named = shortcutFindings(examined({ ...clean.table, images }), nothing);
    expect(named.map(({ parameters }) => parameters)).toMatchObject([{ covariate: '*file-name' }]);
    const widths = knowing(0.85, ['512', '1024'], 3);
    const sizes = Int32Array.from(widths.flatMap((width) => [Number(width), 512]));
    const sized = shortcutFindings(clean, { ...nothing, sizes });
    expect(sized.map(({ parameters }) => parameters)).toMatchObject([{ covariate: '*image-size' }]);
    const bits = Uint8Array.from(knowing(0.85, ['8', '16'], 4), Number);
    const deep = shortcutFindings(clean, { ...nothing, bits });
    expect(deep.map(({ parameters }) => parameters)).toMatchObject([{ covariate: '*bit-depth' }]);
  });

  it('leaves folders out, which are often the classes themselves', () => {
    const images = clean.table.images!.map(
      (_, row) =>
        ({ kind: 'file', path: `${clean.stated.target.classes[values[row]!]!}/${row}.png` }) as const,
    );
    expect(shortcutFindings(examined({ ...clean.table, images }), nothing)).toEqual([]);
  });
});

describe('crossValidated', () => {
  const cases = JSON.parse(
    readFileSync(new URL('expectations.json', import.meta.url), 'utf8'),
  ) as readonly { codes: number[]; labels: number[]; folds: number[]; auc: number }[];

  it.each(cases)("gives scikit-learn's mean AUC of the folds: $auc", ({ codes, labels, folds, auc }) => {
    const found = crossValidated(Int32Array.from(codes), Int8Array.from(labels), Uint8Array.from(folds));
    expect(Math.abs(found! - auc)).toBeLessThan(1e-10);
  });
});
