/** Outcomes for tests of the evaluation: a target of any kind, and samples that follow a seed. */
import { seededRandom, type Target, type TargetKind } from '../../src/domain/index.ts';
import type { Outcome } from '../../src/evaluation/index.ts';

export function targetOf(kind: TargetKind, classes: number): Target {
  return {
    name: 'finding',
    kind,
    classes: Array.from({ length: classes }, (_, k) => `class ${k}`),
    mayFlip: false,
  };
}

/** Labels that the probabilities follow, but not always. */
export function randomOutcome(
  kind: TargetKind,
  classes: number,
  samples: number,
  seed: number,
): Outcome {
  const random = seededRandom(seed, 'outcome');
  const width = kind === 'multi-label' ? classes : 1;
  const labels = Int32Array.from({ length: samples * width }, () =>
    Math.floor(random() * (kind === 'multi-label' ? 2 : classes)),
  );
  const probabilities = new Float32Array(samples * classes);
  for (let i = 0; i < samples; i++) {
    let sum = 0;
    for (let k = 0; k < classes; k++) {
      const isClass = width > 1 ? labels[i * width + k] === 1 : labels[i] === k;
      const value = random() + (isClass ? 0.4 : 0);
      probabilities[i * classes + k] = width > 1 ? value / 1.4 : value;
      sum += value;
    }
    if (width === 1) for (let k = 0; k < classes; k++) probabilities[i * classes + k]! /= sum;
  }
  return { target: targetOf(kind, classes), labels, probabilities };
}
