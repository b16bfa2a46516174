/** English words of the Health step: what was found before anything is trained. */
import { formats } from '../formats.ts';

const { duration, number } = formats('en');

export const health = {
  name: 'Health',
  intro: 'What could make the figures wrong, looked for before anything is trained.',
  severities: { serious: 'serious', caution: 'caution', note: 'note' },
  stages: {
    samples: 'Looking through the table',
    pictures: 'Looking at the images',
    duplicates: 'Looking for copies',
    shortcuts: 'Looking for shortcuts',
  },
  nothing: 'Nothing found that speaks against training.',
  withoutPixels: 'So far only the table was looked at; the images follow once they are cut.',
  checkedIn: (seconds: number) => `checked in ${duration(seconds)}`,
  sentence: {
    serious: (count: number) => `${number(count)} serious`,
    caution: (count: number) => `${number(count)} to look at`,
    note: (count: number) => (count === 1 ? '1 note' : `${number(count)} notes`),
    nothing: 'nothing found',
    tableOnly: 'table only',
  },
  because: 'Why it matters',
  remedy: 'What to do',
  examples: 'Examples',
  fixes: {
    'drop-duplicates': 'Drop copies from train',
    'mask-conflicts': 'Leave disputed labels out',
    'regroup-split': 'Split anew by patient',
    'ignore-uncertain': 'Leave uncertain labels out',
    'leave-text-out': 'Use the image alone',
  },
  fixed: {
    'drop-duplicates': 'Copies are dropped from train.',
    'mask-conflicts': 'Disputed labels are left out of training.',
    'regroup-split': 'The split is made anew by patient.',
    'ignore-uncertain': 'Uncertain labels are left out.',
    'leave-text-out': 'The image alone is used.',
  },
};
