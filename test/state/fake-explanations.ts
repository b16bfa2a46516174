/** Explanations that look enough like real ones to judge a page by: a warm patch, words, two clouds. */
import {
  seededRandom,
  type EmbeddingMap,
  type Explanation,
  type InputKind,
  type Projection,
} from '../../src/domain/index.ts';
import { isPositive } from './fake-pictures.ts';

const side = 28;
const report = 'Patchy opacity in the lower zone, 右下肺斑片影, no effusion.';
const words = [
  ['Patchy', 0.11],
  ['opacity', 0.24],
  ['in', 0],
  ['the', 0],
  ['lower', 0.05],
  ['zone', 0.01],
  ['右下肺', 0.08],
  ['斑片影', 0.19],
  ['no', -0.06],
  ['effusion', -0.12],
] as const;

export function fakeExplanation(inputs: InputKind, row: number, classIndex: number): Explanation {
  const values = Float32Array.from({ length: side * side }, (_, i) =>
    Math.exp(-(((i % side) - 8) ** 2 + (Math.floor(i / side) - 19) ** 2) / 40),
  );
  const effects = words.map(([word, drop]) => {
    const start = report.indexOf(word);
    return { start, end: start + word.length, drop };
  });
  return {
    row,
    classIndex,
    score: 0.93,
    map: inputs === 'text' ? null : { width: side, height: side, values },
    text: inputs === 'image' ? null : { text: report, words: effects },
  };
}

/** Two clouds for the two classes. */
export function fakeEmbeddingMap(projection: Projection, rows: Int32Array): EmbeddingMap {
  const random = seededRandom(1, 'fake map');
  const positions = Float32Array.from({ length: rows.length * 2 }, (_, i) => {
    const cloud = isPositive(rows[i >> 1]!) ? 4 : 0;
    return cloud + random() + random() + random();
  });
  const sites = ['North', 'South', null];
  return {
    projection,
    rows,
    counts: { train: 0, val: 0, test: rows.length },
    positions,
    covariates: {
      site: Array.from(rows, (row) => sites[row % 3]!),
      age: Array.from(rows, (row) => 20 + ((row * 37) % 60)),
    },
  };
}
