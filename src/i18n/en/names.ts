/** English names of splits and of the parts that table columns play; a name that isn't known stays as it is. */
export const splits = { train: 'train', val: 'validation', test: 'test' };

export const roles = {
  file: 'file',
  labels: 'label',
  text: 'text',
  patient: 'patient',
  split: 'split',
};

export function splitName(split: string): string {
  return new Map(Object.entries(splits)).get(split) ?? split;
}

export function roleName(role: string): string {
  return new Map(Object.entries(roles)).get(role) ?? role;
}
