/**
 * From values to grey levels, as DICOM PS3.3 defines it: window centre and width with the functions LINEAR (C.11.2.1.2.1),
 * LINEAR_EXACT (C.11.2.1.3.2) and SIGMOID (C.11.2.1.3.1), and the VOI LUT (C.11.2.1.1). Outputs run from 0 to 255 and are rounded
 * to the nearest, halves up: floor(y + 0.5).
 */
import type { DeepData, OwnWindow, Voi } from '../domain/index.ts';
import { takeBytes } from '../formats/index.ts';

/** Values are in the image's own unit, after slope and intercept. */
export type Transfer = Curve & {
  /** The values between which grey levels rise, as a centre and a width: where sliders begin. */
  readonly window: OwnWindow;
};

type Curve =
  | {
      /** 0 up to and with `low`, 255 above `high`, between them ((x - origin) / span + offset) * 255. */
      readonly kind: 'ramp';
      readonly low: number;
      readonly high: number;
      readonly origin: number;
      readonly span: number;
      readonly offset: number;
    }
  | {
      /** 255 / (1 + exp(-4 * (x - centre) / width)) */
      readonly kind: 'sigmoid';
    }
  | {
      /** Value `first + i` becomes `levels[i]`; values before and after take the first and the last level. */
      readonly kind: 'table';
      readonly first: number;
      readonly levels: Uint8Array;
    };

/** DICOM's LINEAR. It is not defined for widths below 1, which only images of fractions have: those take LINEAR_EXACT. */
export function linear(window: OwnWindow): Transfer {
  if (window.width < 1) return linearExact(window);
  return { ...around(window.centre - 0.5, window.width - 1), window };
}

function linearExact(window: OwnWindow): Transfer {
  return { ...around(window.centre, window.width), window };
}

function around(origin: number, span: number): Extract<Curve, { kind: 'ramp' }> {
  const half = span / 2;
  return { kind: 'ramp', low: origin - half, high: origin + half, origin, span, offset: 0.5 };
}

/** `low` and what is below become 0, `high` and what is above 255; where the two are equal, what is above `low` is 255. */
export function between(low: number, high: number): Transfer {
  const span = high - low;
  const window = { centre: (low + high) / 2, width: span };
  return { kind: 'ramp', low, high, origin: low, span, offset: 0, window };
}

/** What a file asks for, or null where that can't be carried out (no width, a table without entries). */
export function transferOf(voi: Voi): Transfer | null {
  if (voi.kind === 'lut') return tableOf(voi);
  const { kind, centre, width } = voi;
  if (!Number.isFinite(centre) || !Number.isFinite(width) || width <= 0) return null;
  switch (kind) {
    case 'linear':
      return linear({ centre, width });
    case 'linear-exact':
      return linearExact({ centre, width });
    case 'sigmoid':
      return { kind, window: { centre, width } };
  }
}

function tableOf({ first, values, bits }: Extract<Voi, { kind: 'lut' }>): Transfer | null {
  if (values.length === 0 || !(bits > 0) || !Number.isFinite(first)) return null;
  const scale = 255 / (2 ** bits - 1);
  // Entries beyond the bits that the table says it uses are as bright as can be.
  const levels = Uint8Array.from(values, (entry) => Math.min(255, Math.floor(entry * scale + 0.5)));
  const window = { centre: first + (values.length - 1) / 2, width: values.length };
  return { kind: 'table', first, levels, window };
}

/** The modality transform of stored values: value = stored * slope + intercept. */
export interface Scale {
  readonly slope: number;
  readonly intercept: number;
}

/** Grey levels of stored values; of what is not a number, any. */
export function transferred(stored: DeepData, scale: Scale, transfer: Transfer): Uint8Array {
  const levels = takeBytes(stored.length);
  switch (transfer.kind) {
    case 'ramp':
      ramp(stored, scale, transfer, levels);
      break;
    case 'sigmoid':
      sigmoid(stored, scale, transfer, levels);
      break;
    case 'table':
      table(stored, scale, transfer, levels);
      break;
  }
  return levels;
}

type Of<K extends Transfer['kind']> = Extract<Transfer, { kind: K }>;

function ramp(stored: DeepData, scale: Scale, transfer: Of<'ramp'>, levels: Uint8Array): void {
  const { slope, intercept } = scale;
  const { low, high, origin, span, offset } = transfer;
  for (let i = 0; i < levels.length; i++) {
    const value = stored[i]! * slope + intercept;
    if (value <= low) levels[i] = 0;
    else if (value > high) levels[i] = 255;
    else levels[i] = ((value - origin) / span + offset) * 255 + 0.5;
  }
}

function sigmoid(stored: DeepData, scale: Scale, transfer: Of<'sigmoid'>, levels: Uint8Array): void {
  const { slope, intercept } = scale;
  const { centre, width } = transfer.window;
  for (let i = 0; i < levels.length; i++) {
    const value = stored[i]! * slope + intercept;
    levels[i] = 255 / (1 + Math.exp((-4 * (value - centre)) / width)) + 0.5;
  }
}

function table(stored: DeepData, scale: Scale, transfer: Of<'table'>, levels: Uint8Array): void {
  const { slope, intercept } = scale;
  const { first, levels: entries } = transfer;
  const last = entries.length - 1;
  for (let i = 0; i < levels.length; i++) {
    // Tables are indexed by whole values; a fractional one takes the nearest, halves up.
    const at = Math.floor(stored[i]! * slope + intercept + 0.5) - first;
    levels[i] = entries[at > 0 ? (at < last ? at : last) : 0]!;
  }
}
