import { describe, expect, it } from 'vitest';
import type { Check, Finding, LabelColumn, SampleTable, Split } from '../../src/domain/index.ts';
import type { Examined } from '../../src/health/examined.ts';
import { sampleFindings } from '../../src/health/sample-checks.ts';
import { shortcutFindings } from '../../src/health/shortcuts.ts';
import { binary, changed, cleanSamples, examined } from './made.ts';

const clean = cleanSamples();
const { table } = clean;
const moved = (rows: readonly number[], split: Split) =>
  changed<Split | null>(table.officialSplits, Object.fromEntries(rows.map((row) => [row, split])));
const planted = (change: Partial<SampleTable>, also: Partial<Examined> = {}) =>
  sampleFindings(examined({ ...table, ...change }, also));
const checks = (findings: readonly Finding[]) => findings.map(({ check }) => check);
const only = (findings: readonly Finding[], check: Check): Finding => {
  expect(checks(findings)).toEqual([check]);
  return findings[0]!;
};
const labelled = (values: Int32Array, target = binary): LabelColumn[] => [{ target, width: 1, values }];
const values = table.labels[0]!.values;
const withValues = (changes: Readonly<Record<number, number>>) =>
  Int32Array.from(changed(Array.from(values), changes));
/** The first row of a split. */
const first = (split: Split) => table.officialSplits.indexOf(split);

describe('a clean table', () => {
  it.each([0, 1, 2, 3, 4])('has no findings (seed %i)', (seed) => {
    expect(sampleFindings(cleanSamples(400, seed))).toEqual([]);
  });

  it('has none either where questions and images return within a split', () => {
    const report = table.ids.map((_, row) => `is there anything to be seen in the ${row % 3}. lobe?`);
    expect(planted({ text: { report } })).toEqual([]);
  });
});

describe('in two splits', () => {
  it('are patients: all that are torn, with a split that keeps them together as the fix', () => {
    const officialSplits = moved([0, 2, 4, 6, 8], 'test');
    const found = only(planted({ officialSplits }), 'torn-patients');
    expect(found).toMatchObject({ severity: 'serious', count: 5, fix: 'regroup-split' });
    expect(found.examples).toEqual(['p0', 'p1', 'p2', 'p3', 'p4']);
  });

  it('are studies where patients are not known', () => {
    const studies = table.patients!;
    const officialSplits = moved([0], 'val');
    const found = only(planted({ patients: null, studies, officialSplits }), 'torn-studies');
    expect(found).toMatchObject({ count: 1, examples: ['p0'] });
  });

  it('are images under one name', () => {
    const images = changed(table.images!, { [first('test')]: table.images![0]! });
    const same = { [first('test')]: values[0]! };
    const found = only(planted({ images, labels: labelled(withValues(same)) }), 'torn-images');
    expect(found.examples).toEqual([`images/0.png = images/${first('test')}.png`]);
  });

  it('are texts that are copied, however they are spaced', () => {
    const copy = `  ${table.text['report']![0]!.toUpperCase()}\n`;
    const report = changed(table.text['report']!, { [first('test')]: copy });
    expect(only(planted({ text: { report } }), 'torn-texts')).toMatchObject({
      count: 1,
      severity: 'serious',
      parameters: { field: 'report' },
    });
  });
});

describe('labels', () => {
  it('differ for one image, unless a question tells the two apart', () => {
    const images = changed(table.images!, { 1: table.images![0]! });
    const labels = labelled(withValues({ 0: 0, 1: 1 }));
    const found = only(planted({ images, labels }, { text: null }), 'conflicting-labels');
    expect(found).toMatchObject({ count: 1, fix: 'mask-conflicts', rows: [0, 1] });
    expect(planted({ images, labels })).toEqual([]);
  });

  it('differ for one first image, unless a model sees the others too', () => {
    const pair = (further: string) => ({ kind: 'file', path: 'main.png', further: [further] }) as const;
    const images = changed(table.images!, { 0: pair('a.png'), 1: pair('b.png') });
    const labels = labelled(withValues({ 0: 0, 1: 1 }));
    const seen = (areTogether: boolean) => planted({ images, labels }, { text: null, areTogether });
    expect(only(seen(false), 'conflicting-labels')).toMatchObject({ count: 1, rows: [0, 1] });
    expect(seen(true)).toEqual([]);
  });

  it('are uncertain or missing', () => {
    const labels = labelled(withValues({ 0: -2, 1: -2, 5: -1 }));
    const stated = labels[0]!;
    const taken = { ...stated, values: stated.values.map((value) => (value === -2 ? 1 : value)) };
    expect(planted({ labels })).toMatchObject([
      { check: 'uncertain-labels', count: 2, fix: null },
      { check: 'missing-labels', count: 1 },
    ]);
    expect(planted({ labels }, { settled: taken })[0]).toMatchObject({ fix: 'ignore-uncertain' });
  });

  it('have classes that are tiny or nowhere', () => {
    const target = { ...binary, kind: 'multi-class', classes: ['a', 'b', 'c', 'd'] } as const;
    const test = table.officialSplits.flatMap((split, row) => (split === 'test' ? [row] : []));
    const val = first('val');
    const rare = { 0: 2, 1: 2, 2: 2, [val]: 2, [test[0]!]: 2, 4: 3, [val + 1]: 3 };
    const found = planted({ labels: labelled(withValues(rare), target) });
    expect(found.filter(({ check }) => check === 'tiny-class')).toMatchObject([
      { count: 3, parameters: { className: 'c' } },
      { count: 1, parameters: { className: 'd' } },
    ]);
    expect(found.filter(({ check }) => check === 'absent-class')).toMatchObject([
      { parameters: { className: 'd', split: 'test' } },
    ]);
  });

  it('have answers that only the test asks for, which bounds the accuracy', () => {
    const target = { ...binary, kind: 'multi-class', classes: ['a', 'b', 'c'] } as const;
    const test = table.officialSplits.flatMap((split, row) => (split === 'test' ? [row] : []));
    const [one, two] = test;
    const found = planted({ labels: labelled(withValues({ [one!]: 2, [two!]: 2 }), target) });
    const unseen = found.find(({ check }) => check === 'unseen-answers');
    expect(unseen).toMatchObject({
      count: 2,
      examples: ['c'],
      parameters: { ceiling: 1 - 2 / test.length },
    });
  });

  it('are in other proportions in another split', () => {
    const mostly = Int32Array.from(values, (value, row) =>
      table.officialSplits[row] === 'test' && row % 4 > 0 ? 1 : value,
    );
    expect(only(planted({ labels: labelled(mostly) }), 'class-balance').parameters).toMatchObject({
      split: 'test',
    });
  });
});

describe('the text', () => {
  const says = (sentence: (label: number) => string) =>
    table.text['report']!.map((text, row) => `${text} ${sentence(values[row]!)}`);

  it.each([
    ['a written label', (label: number) => `impression: ${label === 1 ? 'abnormal' : 'unremarkable'}`],
    ["the target's name, denied", (label: number) => (label === 1 ? 'a finding' : 'no finding here')],
    ['Chinese', (label: number) => (label === 1 ? '右肺见斑片影' : '双肺未见异常')],
  ])('states the label: %s', (_, sentence) => {
    const found = only(planted({ text: { report: says(sentence) } }), 'text-states-label');
    expect(found).toMatchObject({ severity: 'serious', fix: 'leave-text-out' });
    expect((found.parameters as { auc: number }).auc).toBe(1);
  });

  it('that nobody reads is only a note', () => {
    const report = says((label) => (label === 1 ? 'abnormal' : 'fine'));
    const found = only(planted({ text: { report } }, { text: null }), 'text-states-label');
    expect(found).toMatchObject({ severity: 'note', fix: null });
  });

  it('may hold half of the signal without a warning', () => {
    const hint = (row: number, label: number) => ((row * 7) % 10 < 7 ? label : 1 - label);
    const report = table.text['report']!.map(
      (text, row) => `${text} ${hint(row, values[row]!) === 1 ? 'opaque' : 'lucent'}`,
    );
    expect(planted({ text: { report } })).toEqual([]);
  });
});

describe('places of options', () => {
  const choice = { name: 'option', kind: 'choice', classes: ['A', 'B'], mayFlip: false } as const;

  /** Each image twice, with the right option in another place, which the text and the site tell. */
  function checksOf(target: typeof choice | typeof binary, text: string | null) {
    const labels = Int32Array.from({ length: 400 }, (_, row) => row % 2);
    const images = table.images!.map((_, row) => ({ kind: 'file', path: `${row >> 1}.png` }) as const);
    const report = table.ids.map((_, row) => (row % 2 ? 'opacity' : 'clear'));
    const covariates = { site: table.ids.map((_, row) => (row % 2 ? 'east' : 'west')) };
    const of = examined(
      { ...table, images, text: { report }, covariates, labels: [{ target, width: 1, values: labels }] },
      { text },
    );
    const facts = { rejected: new Set<number>(), sizes: null, bits: null };
    return new Set(checks([...sampleFindings(of), ...shortcutFindings(of, facts)]));
  }

  it('contradict nothing and are told by nothing, where classes would be', () => {
    const found = (target: typeof choice | typeof binary) =>
      new Set([...checksOf(target, null), ...checksOf(target, 'report')]);
    const ofClasses = found(binary);
    const ofPlaces = found(choice);
    const gone = [...ofClasses].filter((check) => !ofPlaces.has(check)).sort();
    expect(gone).toEqual(['conflicting-labels', 'shortcut', 'text-states-label']);
    for (const check of ofPlaces) expect(ofClasses).toContain(check);
  });
});
