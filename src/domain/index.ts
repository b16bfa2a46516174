/** The words of Microtome (see README): everyone may import this room, and it imports no other. */
export * from './errors.ts';
export * from './source.ts';
export * from './samples.ts';
export * from './dataset.ts';
export * from './recipe.ts';
export * from './health.ts';
export * from './pixels.ts';
export * from './run.ts';
export * from './scores.ts';
export * from './comparison.ts';
export * from './learning-curve.ts';
export * from './model.ts';
export * from './seeded-random.ts';
export * from './session.ts';
export * from './gpu-device.ts';
export * from './held-handle.ts';
export * from './explanation.ts';
