/** English names of splits and of the parts that table columns play; a name that isn't known stays as it is. */
export const splits = { train: 'train', val: 'validation', test: 'test' };

export const roles = {
  file: 'file',
  labels: 'label',
  text: 'text',
  patient: 'patient',
  split: 'split',
  covariates: 'covariate',
};

export function splitName(split: string): string {
  return new Map(Object.entries(splits)).get(split) ?? split;
}

export function roleName(role: string): string {
  return new Map(Object.entries(roles)).get(role) ?? role;
}

/** What a covariate is called: columns by their heading, the others by what they are (`src/health/shortcuts.ts`). */
export function covariateName(covariate: string): string {
  const own = new Map([
    ['*image-size', 'The image size'],
    ['*bit-depth', 'The bit depth'],
    ['*file-name', 'The file name'],
  ]);
  return own.get(covariate) ?? `“${covariate}”`;
}
