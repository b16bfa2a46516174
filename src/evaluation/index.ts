/** Numbers about predictions: AUC and ACC as the field computes them, their intervals, and where the model was wrong. */
export { auc, precisionRecallCurve, rankScores, rocCurve } from './ranking.ts';
export { decide, oneVersusRest, type Outcome } from './decisions.ts';
export { aucAndAcc } from './metrics.ts';
export { evaluateAnswers } from './answers.ts';
export { evaluateSplit, type SplitOutcome } from './evaluate-split.ts';
export { comparePaired } from './compare.ts';
export { subgroups } from './subgroups.ts';
export { mistakes, type Mistake } from './mistakes.ts';
export { boxShare, heatMapOverlap, pointsAtBox, type HeatMap } from './pointing-game.ts';
export { pointingResult, type Pointed } from './pointing-results.ts';
