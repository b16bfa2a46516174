/** Findings as a troubled dataset of chest films would have them, for tests of the page and for looking at it. */
import type { Finding, HealthReport } from '../../src/domain/index.ts';

const fromTable: readonly Finding[] = [
  {
    check: 'torn-patients',
    severity: 'serious',
    count: 12,
    examples: ['p00031', 'p00108'],
    rows: [],
    parameters: { patients: 12 },
    fix: 'regroup-split',
  },
  {
    check: 'text-states-label',
    severity: 'serious',
    count: 1494,
    examples: ['train/17.png'],
    rows: [],
    parameters: { field: 'report', words: 'consolidation', className: 'pneumonia', auc: 0.984 },
    fix: 'leave-text-out',
  },
  {
    check: 'missing-labels',
    severity: 'note',
    count: 26,
    examples: ['train/4.png', 'train/90.png'],
    rows: [],
    parameters: { share: 0.0067 },
    fix: null,
  },
];

const fromPixels: readonly Finding[] = [
  {
    check: 'duplicates-across-splits',
    severity: 'serious',
    count: 31,
    examples: ['train/3.png = test/17.png', 'train/22.png = val/41.png'],
    rows: [3, 4, 22, 41, 58, 63, 77, 90],
    parameters: { groups: 31 },
    fix: 'drop-duplicates',
  },
  {
    check: 'shortcut',
    severity: 'caution',
    count: 3856,
    examples: ['view'],
    rows: [],
    parameters: { covariate: 'view', className: 'pneumonia', auc: 0.71, low: 0.688 },
    fix: null,
  },
];

const order = ['serious', 'caution', 'note'] as const;

export function fakeReport(withPixels: boolean): HealthReport {
  const all = withPixels ? [...fromTable, ...fromPixels] : fromTable;
  const findings = order.flatMap((severity) => all.filter((one) => one.severity === severity));
  return { findings, withPixels, seconds: withPixels ? 1.8 : 0.2 };
}
