/** Seeds of the initialisers: every layer needs its own, or layers of equal shape would start equal. */
import { seededRandom } from '../domain/index.ts';

/** A supply of integer seeds that depend on the recipe's seed only. */
export function seedStream(seed: number): () => number {
  const random = seededRandom(seed, 'initial weights');
  return () => Math.floor(random() * 2 ** 31);
}
