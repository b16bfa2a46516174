/** The files that a person keeps: weights, tensors, predictions, figures, report. Pure writers: they take data, give bytes. */
export { readSafetensors, writeSafetensors } from './model-file.ts';
export { npzStream, type SplitTensors, type Tensors } from './npz.ts';
export { predictionsCsv, type PredictionTable } from './predictions-csv.ts';
export { metricsJson, recipeJson } from './stable-json.ts';
export { reportHtml, type ReportInput } from './report/report.ts';
export { loadingSnippets } from './loading-snippets.ts';
export { pseudonyms } from './pseudonyms.ts';
