/** The room of models: layers from a shape, weights in and out, and texts as vectors. */
export { batchNormalisation } from './batch-normalisation.ts';
export { buildModel, classifierParts, optionPlace, optionsThere } from './build-model.ts';
export { covariateReader, covariateWidth, encodeCovariates, fitCovariates } from './covariates.ts';
export { imagePooling } from './image-pooling.ts';
export { encodeText } from './text-encoder.ts';
export { encodeFor } from './text-tower.ts';
export { toTfjsFiles } from './tfjs-files.ts';
export { isOfHead, setWeights, takeEncoder, trainableVariables, weightsOf } from './weights.ts';
