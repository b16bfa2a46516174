/**
 * Numbers, sizes, durations and dates as a reader of each language expects them, by `Intl`. Figures that are quoted have
 * three significant digits and their interval; units are always written. What the numbers mean is said elsewhere.
 */
import type { Estimate } from '../domain/index.ts';
import { languageTags, type Locale } from './locale.ts';

export interface Formats {
  /** A count with thousands separators. */
  readonly number: (value: number) => string;
  /** Three significant digits, e.g. `0.913`, `0.0214`. */
  readonly figure: (value: number) => string;
  /** A measured value, e.g. in Hounsfield units: `-1,024`, `0.0375`; four significant digits, and never fewer than its integer has. */
  readonly measure: (value: number) => string;
  /** A share from 0 to 1 as a percentage without decimals. */
  readonly percent: (share: number) => string;
  /** Three decimals, as AUC and ACC are quoted; a dash where there is no value. */
  readonly score: (value: number | null) => string;
  /** A value with its 95 % interval, e.g. `0.913 [0.887, 0.936]`. */
  readonly estimate: (estimate: Estimate) => string;
  /** By how much one is better, with its sign and interval: `+0.012 [+0.003, +0.021]`. */
  readonly difference: (estimate: Estimate) => string;
  readonly bytes: (value: number) => string;
  /** Seconds as `8 s`, `3 min 12 s` or `1 h 5 min`. */
  readonly duration: (seconds: number) => string;
  /** Date and time of a moment in ms since 1970; `brief` leaves out the year. */
  readonly moment: (ms: number, length?: 'brief') => string;
  readonly list: (parts: readonly string[]) => string;
}

const timeUnits: Readonly<Record<Locale, { h: string; min: string; s: string }>> = {
  en: { h: 'h', min: 'min', s: 's' },
  zh: { h: '小时', min: '分', s: '秒' },
};

const byteUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

function makeFormats(locale: Locale): Formats {
  const tag = languageTags[locale];
  const integer = new Intl.NumberFormat(tag, { maximumFractionDigits: 0 });
  const significant = new Intl.NumberFormat(tag, {
    minimumSignificantDigits: 3,
    maximumSignificantDigits: 3,
  });
  const fourDigits = new Intl.NumberFormat(tag, { maximumSignificantDigits: 4 });
  const tenths = new Intl.NumberFormat(tag, { maximumFractionDigits: 1 });
  const percentage = new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 0 });
  const thousandths = new Intl.NumberFormat(tag, { minimumFractionDigits: 3, maximumFractionDigits: 3 });
  const signed = new Intl.NumberFormat(tag, {
    minimumFractionDigits: 3,
    maximumFractionDigits: 3,
    signDisplay: 'exceptZero',
  });
  const dateTime = new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'short' });
  const dayAndTime = new Intl.DateTimeFormat(tag, {
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
  });
  const conjunction = new Intl.ListFormat(tag, { style: 'short', type: 'conjunction' });
  const { h, min, s } = timeUnits[locale];

  const number = (value: number) => integer.format(value);
  const score = (value: number | null) => (value === null ? '–' : thousandths.format(value));
  return {
    number,
    score,
    figure: (value) => significant.format(value),
    measure: (value) => (Math.abs(value) < 1000 ? fourDigits : integer).format(value),
    percent: (share) => percentage.format(share),
    estimate: (estimate) => {
      if (estimate.value === null || estimate.low === null || estimate.high === null)
        return score(estimate.value);
      return `${score(estimate.value)} [${score(estimate.low)}, ${score(estimate.high)}]`;
    },
    difference: ({ value, ...ends }) => {
      if (value === null) return '–';
      const { low, high } = ends as { low: number | null; high: number | null };
      if (low === null || high === null) return signed.format(value);
      return `${signed.format(value)} [${signed.format(low)}, ${signed.format(high)}]`;
    },
    bytes: (value) => {
      const power = value < 1000 ? 0 : Math.min(Math.floor(Math.log10(value) / 3), byteUnits.length - 1);
      const unit = byteUnits[power] ?? 'byte';
      return new Intl.NumberFormat(tag, {
        style: 'unit',
        unit,
        unitDisplay: power === 0 ? 'long' : 'short',
        maximumSignificantDigits: 3,
      }).format(value / 1000 ** power);
    },
    duration: (seconds) => {
      if (seconds > 0 && seconds < 1) return `${tenths.format(Math.max(0.1, seconds))} ${s}`;
      const whole = Math.max(0, Math.round(seconds));
      if (whole < 60) return `${number(whole)} ${s}`;
      const minutes = Math.floor(whole / 60);
      if (minutes < 60) return `${number(minutes)} ${min} ${number(whole % 60)} ${s}`;
      return `${number(Math.floor(minutes / 60))} ${h} ${number(minutes % 60)} ${min}`;
    },
    moment: (ms, length) => (length === 'brief' ? dayAndTime : dateTime).format(ms),
    list: (parts) => conjunction.format(parts),
  };
}

const byLocale: Readonly<Record<Locale, Formats>> = { en: makeFormats('en'), zh: makeFormats('zh') };

/** The formats of one language; made once. */
export function formats(locale: Locale): Formats {
  return byLocale[locale];
}
