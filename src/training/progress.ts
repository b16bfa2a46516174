/** Which epoch is best, and when to stop looking for a better one. */
import type { CompleteRecipe, EpochResult } from '../domain/index.ts';

/**
 * Whether an epoch beats the best so far: by validation AUC; where that is equal or not defined, by validation loss;
 * without validation the latest is best.
 */
export function isBetter(epoch: EpochResult, best: EpochResult | undefined): boolean {
  if (best === undefined || epoch.valLoss === null || best.valLoss === null) return true;
  if (epoch.valAuc !== null && best.valAuc !== null && epoch.valAuc !== best.valAuc) {
    return epoch.valAuc > best.valAuc;
  }
  return epoch.valLoss < best.valLoss;
}

/** Whether patience has run out. Epochs in which the learning rate still rises don't count. */
export function isExhausted(
  history: readonly EpochResult[],
  bestEpoch: number,
  { patience, epochs, warmUp }: Pick<CompleteRecipe['training'], 'patience' | 'epochs' | 'warmUp'>,
): boolean {
  const counted = Math.max(bestEpoch, Math.ceil(warmUp * epochs));
  return history.length - counted >= patience;
}
