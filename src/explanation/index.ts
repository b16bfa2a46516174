/** The room of explanations: where in a picture, which words, which samples are alike, and all of them as a map. */
export { embed, nearest } from './embeddings.ts';
export { explainRows, hasPictures, type MapQuestion } from './grad-cam.ts';
export { wordEffects } from './occlusion.ts';
export { principalComponents } from './principal-components.ts';
export { umap } from './umap.ts';
