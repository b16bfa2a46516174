/** Both languages say everything: the same keys, no empty sentence, and words for every kind of problem and evidence. */
import { describe, expect, it } from 'vitest';
import type {
  Check,
  ErrorKind,
  ErrorParameters,
  Evidence,
  EvidenceKind,
  EvidenceParameters,
  Finding,
  FindingParameters,
  Notice,
  Problem,
} from '../../src/domain/index.ts';
import {
  evidenceText,
  findingText,
  loadWords,
  locales,
  problemText,
  words,
} from '../../src/i18n/index.ts';

await loadWords(...locales);

const problemSamples: { [K in ErrorKind]: ErrorParameters[K] } = {
  'empty-source': {},
  'no-images': { files: 12 },
  'permission-lost': { name: 'chest' },
  'unreadable-file': { detail: 'NotFoundError' },
  'missing-file': { table: 'labels.csv', row: 1204 },
  'damaged-archive': { detail: 'no end record' },
  'unsupported-archive': { detail: 'bzip2' },
  'missing-part': { part: 'x.zip.002', detail: 'no end record' },
  'empty-file': {},
  'not-an-image': { firstBytes: '25 50 44 46' },
  'not-a-volume': { slices: 7 },
  'unsupported-image': { format: 'TIFF', detail: '16 bit' },
  'truncated-image': { format: 'PNG', bytes: 2048 },
  'damaged-image': { format: 'JPEG', detail: 'bad marker' },
  'image-too-large': { width: 40000, height: 30000, limitPixels: 268435456 },
  'empty-box': { x: 4, y: 5.5, width: 0, height: 12, imageWidth: 1024, imageHeight: 1024 },
  'npz-missing-member': { member: 'train_labels', found: 'train_images' },
  'npz-mismatched-lengths': { split: 'val', images: 12, labels: 11 },
  'npz-object-array': { member: 'train_labels', dtype: '|O' },
  'npz-unsupported-array': { member: 'a', dtype: '<c8', shape: '(3,)', expected: 'uint8' },
  'npz-damaged-member': { member: 'a', expectedBytes: 4096, foundBytes: 1000 },
  'computed-features': { instead: 'x.csv' },
  'unrecognised-source': { files: 3, images: 2 },
  'damaged-table': { row: 4, detail: 'a quote is not closed' },
  'unsupported-table': { format: 'Excel', detail: 'x' },
  'text-too-large': { column: 'x', limitMegabytes: 1 },
  'missing-table': { dataset: 'CheXpert', table: 'train.csv', columns: 'Sex, Age' },
  'missing-column': { column: 'label', found: 'a, b' },
  'no-target': { columns: 'a, b' },
  'one-class': { target: 'finding', className: 'normal', samples: 30 },
  'unique-labels': { column: 'id', values: 30, rows: 31 },
  'too-many-classes': { column: 'code', values: 900, limit: 256 },
  'empty-split': { split: 'test', samples: 3 },
  'patient-in-two-splits': { patients: 4 },
  'no-usable-images': { rejected: 7 },
  'bad-recipe': { path: 'cut.size', found: '65', expected: '28 | 64' },
  'recipe-does-not-fit': { path: 'target', found: 'x', available: 'y' },
  'quota-exceeded': { neededBytes: 2e9, availableBytes: null },
  'storage-lost': { detail: 'cut-1' },
  'damaged-weights': { detail: 'The header is 3 bytes long' },
  'weights-disagree': { largestDifference: 0.2, tolerance: 1e-5 },
  'worker-lost': { worker: 'training', detail: 'out of memory' },
  'gpu-lost': { backend: 'webgpu', detail: 'destroyed' },
  'no-backend': { tried: 'wasm, cpu' },
  'training-diverged': { epoch: 2, step: 14 },
};

const evidenceSamples: { [K in EvidenceKind]: EvidenceParameters[K] } = {
  'answer-vocabulary': { answers: 100, of: 4000, covered: 15000, questions: 19654 },
  'answer-ceiling': { split: 'test', questions: 6719, answerable: 5000, unseen: 900 },
  'answers-unmatched': { rows: 3, example: 'x' },
  'further-images': { samples: 3, example: 'x' },
  'frames-of-videos': { videos: 80, seconds: 5 },
  'several-in-cell': { samples: 3, example: 'x' },
  'patients-in-several-splits': { patients: 2, example: '10' },
  'lesions-in-several-splits': {},
  'covariate-defines-target': { columns: 'MMSE', target: 'diagnosis' },
  'texts-shortened': { samples: 3, bytes: 4096 },
  'letters-repaired': { texts: 3, example: 'x' },
  'unusual-lengths': { utterances: 3, from: 0, to: 0.48, example: 'x' },
  'file-name': { file: 'a.npz', dataset: 'a' },
  'npz-members': { members: 'train_images' },
  'npz-shape': { member: 'train_images', shape: '(3, 28, 28)', dtype: '|u1' },
  'counts-as-published': { train: 1, val: 2, test: 3 },
  'counts-differ': { train: 1, val: 2, test: 3, published: '4 / 5 / 6' },
  'class-folders': { classes: 'a, b', folders: 2 },
  'split-folders': { splits: 'train, test' },
  'table-found': { table: 't.csv', rows: 3, columns: 4 },
  'column-file': { column: 'path', matched: 3, rows: 3, example: 'a.png' },
  'column-image': { column: 'x', rows: 1 },
  'column-label': { column: 'label', classes: 2, example: 'a' },
  'columns-multi-label': { columns: 'a, b' },
  'column-text': { column: 'report', meanLength: 240 },
  'text-left-out': { column: 'report', limitMegabytes: 128 },
  'column-patient': { column: 'pid', patients: 3, rows: 9 },
  'column-split': { column: 'fold', values: 'a, b' },
  'dicom-patients': { patients: 40, images: 120 },
  'patients-in-names': { patients: 40, images: 120 },
  'patients-unnamed': { example: 'MildDemented/mildDem1.jpg' },
  'column-by-hand': { role: 'labels', column: 'b' },
  'ignored-files': { files: 3, example: 'readme.txt' },
  'signature-file': { file: 'train.csv', columns: 'Path, Sex' },
  'names-in-card': { file: 'README.md', columns: 'label' },
  'images-joined': { images: 3, rows: 4 },
  'rows-without-image': { rows: 1, of: 4, example: 'a.png' },
  'table-absent': { table: 'split.csv', gives: 'splits' },
  'could-also-be': { taken: 'c', by: 'd.csv', dataset: 'a', because: 'b.csv' },
  'overlaps-with': { dataset: 'a' },
  'class-follows-source': { detail: 'a: b' },
  'labels-from-text': { targets: 'a', fields: 'b, c' },
  'several-readers': { readers: 3, samples: 9 },
  'boxes-left-out': { boxes: 2, example: 'a' },
};

const findingSamples: { readonly [K in Check]: FindingParameters[K] } = {
  'torn-patients': { patients: 3 },
  'torn-studies': { studies: 3 },
  'torn-images': { images: 3 },
  'torn-texts': { field: 'report', texts: 3 },
  'conflicting-labels': { images: 3 },
  'uncertain-labels': { share: 0.2 },
  'missing-labels': { share: 0.2 },
  'absent-class': { split: 'train', className: 'edema' },
  'tiny-class': { className: 'edema', samples: 4 },
  'class-balance': { split: 'test', className: 'edema', train: 0.2, other: 0.4 },
  'unseen-answers': { className: 'edema', ceiling: 0.9 },
  'text-states-label': { field: 'report', words: 'oedema', className: 'edema', auc: 0.97 },
  'unreadable-images': { images: 3 },
  'blank-images': { images: 3 },
  'duplicates-across-splits': { groups: 2 },
  'duplicates-within-split': { groups: 2 },
  'near-duplicates-across-splits': { groups: 2 },
  'near-duplicates-within-split': { groups: 2 },
  polarity: { images: 3 },
  'size-outliers': { width: 90, height: 80 },
  'aspect-outliers': { usual: 1.2 },
  'depth-outliers': { usual: 16, bits: 8 },
  'burnt-in-text': { share: 0.1 },
  shortcut: { covariate: 'site', className: 'edema', auc: 0.8, low: 0.7 },
  'pixels-not-checked': { images: 9000 },
};

const notices: readonly Notice[] = [
  { kind: 'split-made', split: 'test', samples: 20, byPatient: true },
  { kind: 'split-made', split: 'val', samples: 20, byPatient: false },
  { kind: 'class-missing-from-split', split: 'test', classes: ['a'] },
  { kind: 'labels-missing', samples: 3 },
  {
    kind: 'answer-vocabulary',
    parameters: { answers: 100, of: 4000, covered: 15000, questions: 19654 },
  },
  {
    kind: 'answer-ceiling',
    parameters: { split: 'test', questions: 6719, answerable: 5000, unseen: 900 },
  },
  { kind: 'few-samples', samples: 40 },
  { kind: 'text-tells-label', field: 'impression' },
];

/** Every sentence of a dictionary by its path; functions are called with a number for each parameter. */
function sentences(node: unknown, path: string): [string, unknown][] {
  if (typeof node === 'string') return [[path, node]];
  if (typeof node === 'function') {
    const make = node as (...parameters: number[]) => unknown;
    return [[path, make(...Array.from({ length: make.length }, () => 3))]];
  }
  return Object.entries(node as Record<string, unknown>).flatMap(([key, value]) =>
    sentences(value, `${path}.${key}`),
  );
}

const bySample = new Set(['problems', 'evidence', 'findings']);
const plain = (locale: (typeof locales)[number]) =>
  sentences({ ...words(locale), problems: {}, evidence: {}, findings: {} }, locale).filter(
    ([path]) => !path.endsWith('target.notice') && !bySample.has(path),
  );

describe.each(locales)('the %s dictionary', (locale) => {
  it('has no empty sentence', () => {
    for (const [path, sentence] of plain(locale)) {
      expect(sentence, path).toBeTypeOf('string');
      expect((sentence as string).trim(), path).not.toBe('');
      expect(sentence, path).not.toMatch(/undefined|NaN|\[object/);
    }
  });

  it.each(Object.entries(problemSamples))('says what %s is, why, and what to do', (kind, parameters) => {
    const problem = { kind, file: 'a/b.png', parameters } as Problem;
    const text = problemText(problem, locale);
    for (const part of [text.what, text.reason, text.remedy]) {
      expect(part.length).toBeGreaterThan(3);
      expect(part).not.toMatch(/undefined|NaN|\[object/);
    }
    const strings = Object.values(parameters).filter((value) => typeof value === 'string');
    for (const value of strings)
      if (!['val', 'test'].includes(value)) expect(`${text.reason}${text.remedy}`).toContain(value);
  });

  it.each(Object.entries(evidenceSamples))('has a sentence for %s', (kind, parameters) => {
    const text = evidenceText({ kind, holds: true, parameters } as Evidence, locale);
    expect(text.length).toBeGreaterThan(5);
    expect(text).not.toMatch(/undefined|NaN|\[object/);
  });

  it.each(Object.entries(findingSamples))(
    'says what %s is, why, and what to do',
    (check, parameters) => {
      const finding = { check, count: 3, parameters } as Finding;
      const { what, why, remedy } = findingText(finding, locale);
      for (const part of [what, why, remedy]) {
        expect(part.length).toBeGreaterThan(5);
        expect(part).not.toMatch(/undefined|NaN|\[object/);
        if (locale === 'zh') expect(part).toMatch(/[一-鿿]{2}/);
      }
      const { className = '', field = '', covariate = '' } = parameters as Record<string, string>;
      for (const value of [className, field, covariate]) expect(what).toContain(value);
    },
  );

  it('has a sentence for every notice', () => {
    const made = notices.map((notice) => words(locale).target.notice(notice));
    expect(new Set(made).size).toBe(notices.length);
  });
});

describe('the two languages', () => {
  it('have the same keys', () => {
    const keys = (locale: (typeof locales)[number]) => plain(locale).map(([path]) => path.slice(2));
    expect(keys('zh')).toEqual(keys('en'));
  });

  it('differ in almost every sentence', () => {
    const chinese = new Map(plain('zh').map(([path, text]) => [path.slice(2), text]));
    const same = plain('en')
      .filter(([path]) => !path.includes('data.readers'))
      .filter(([path, text]) => chinese.get(path.slice(2)) === text);
    // Names (of datasets; WebGPU, Lanczos, AUC ...), key caps and bare numbers are the same in both.
    expect(same.length).toBeLessThan(25);
  });

  it('write Chinese in Chinese', () => {
    for (const kind of Object.keys(problemSamples) as ErrorKind[]) {
      const problem = { kind, file: null, parameters: problemSamples[kind] } as Problem;
      const text = problemText(problem, 'zh');
      expect(text.what + text.reason + text.remedy).toMatch(/[一-鿿]{6}/);
    }
  });
});
