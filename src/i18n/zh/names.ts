/** Chinese names of splits and of the parts that table columns play; a name that isn't known stays as it is. */
import type { SameShape } from '../sentences.ts';
import type * as en from '../en/names.ts';

export const splits: SameShape<typeof en.splits> = { train: '训练集', val: '验证集', test: '测试集' };

const roles: SameShape<typeof en.roles> = {
  file: '文件',
  labels: '标签',
  text: '文本',
  patient: '患者',
  split: '划分',
  covariates: '协变量',
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
    ['*image-size', '图像尺寸'],
    ['*bit-depth', '位深'],
    ['*file-name', '文件名'],
  ]);
  return own.get(covariate) ?? `“${covariate}”`;
}
