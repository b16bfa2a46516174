/** English words of explanations: heat maps, words, similar samples, the map of all samples. */
import { formats } from '../formats.ts';

const { number, percent } = formats('en');

export const explain = {
  turnOn: 'Show why',
  turnOff: 'Hide why',
  hint: 'Where the evidence lies by Grad-CAM: a hint of what the model looks at, not a proof, and as coarse as its last layer.',
  aboutClass: 'Evidence for',
  score: (name: string, score: number) => `${name}: ${percent(score)}`,
  opacity: 'Heat map',
  slice: (position: number, of: number) => `Slice ${number(position)} of ${number(of)}`,
  least: 'least',
  most: 'most',
  heatMap: (name: string, place: string) => `Heat map for ${name}: the most evidence lies ${place}.`,
  noEvidence: (name: string) => `Nothing in the picture speaks for ${name}.`,
  places: [
    'in the upper left',
    'at the top',
    'in the upper right',
    'on the left',
    'in the middle',
    'on the right',
    'in the lower left',
    'at the bottom',
    'in the lower right',
  ],
  computing: 'Looking for the evidence',
  noPictures: 'This model sees no picture, so there is no heat map.',
  noText: 'This model reads no text.',
  words: 'Words',
  wordsHint:
    'What the probability loses without each word. Violet speaks for it, underlined pink against it.',
  emptyText: 'The text of this sample has no words.',
  word: 'Word',
  drop: 'Probability lost',
  wordTable: 'As a table',
  neighbours: 'Training samples like it',
  neighboursHint: 'By the angle between their embeddings (cosine): what the model learned this from.',
  findNeighbours: 'Find training samples like it',
  similarity: (cosine: string) => `cosine ${cosine}`,
  embedding: 'Taking samples through the model',
  stop: 'Stop',
  map: 'Map of all samples',
  mapHint:
    'Each point is a sample; near each other are those that the model sees alike. Draw around points to see their pictures.',
  projections: { pca: 'PCA', umap: 'UMAP' },
  projectionHint:
    'PCA keeps distances as well as two directions can. UMAP keeps neighbours; sizes of its clouds and gaps between them mean little.',
  drawMap: 'Draw the map',
  projecting: 'Laying out the samples',
  colouredBy: 'Coloured by',
  colourings: { class: 'True class', split: 'Split', error: 'Right or wrong' },
  groups: { right: 'right', wrong: 'wrong', unknown: 'not known', other: 'all others' },
  mapKeys:
    'Arrow keys move the circle, + and − change its size, Enter chooses the points in it, Escape none.',
  mapLabel: (samples: number) => `Map of ${number(samples)} samples`,
  chosen: (samples: number) =>
    samples === 0
      ? 'No sample is chosen.'
      : `${number(samples)} ${samples === 1 ? 'sample is' : 'samples are'} chosen.`,
  columns: ['Sample', 'x', 'y', 'Split', 'True class', 'Predicted class'],
};
