/** `predictions-<split>.csv` of a binary target with identifiers, and its figures computed the plain way. */
import Papa from 'papaparse';

export interface Prediction {
  readonly sample: string;
  readonly label: number;
  /** Of the second class. */
  readonly probability: number;
}

export function readPredictions(file: Uint8Array): Prediction[] {
  const text = new TextDecoder().decode(file).trimEnd();
  const { data, meta } = Papa.parse<Record<string, string>>(text, { header: true });
  const positive = meta.fields?.at(-1) ?? '';
  return data.map((row) => ({
    sample: row['sample']!,
    label: Number(row['label']),
    probability: Number(row[positive]),
  }));
}

/** The share of pairs of a positive and a negative that are in order, ties counting half. */
export function aucOf(predictions: readonly Prediction[]): number {
  const positives = predictions.filter(({ label }) => label === 1);
  const negatives = predictions.filter(({ label }) => label === 0);
  let inOrder = 0;
  for (const { probability: p } of positives)
    for (const { probability: q } of negatives) inOrder += p > q ? 1 : p === q ? 0.5 : 0;
  return inOrder / (positives.length * negatives.length);
}

export function accOf(predictions: readonly Prediction[]): number {
  const right = predictions.filter(({ label, probability }) => probability > 0.5 === (label === 1));
  return right.length / predictions.length;
}
