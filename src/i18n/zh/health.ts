/** Chinese words of the Health step: what was found before anything is trained. */
import { formats } from '../formats.ts';
import type { SameShape } from '../sentences.ts';
import type { health as en } from '../en/health.ts';

const { duration, number } = formats('zh');

export const health: SameShape<typeof en> = {
  name: '体检',
  intro: '在训练之前，先找出可能使结果失真的问题。',
  severities: { serious: '严重', caution: '注意', note: '提示' },
  stages: {
    samples: '正在查看表格',
    pictures: '正在查看图像',
    duplicates: '正在查找副本',
    shortcuts: '正在查找捷径',
  },
  nothing: '没有发现妨碍训练的问题。',
  withoutPixels: '目前只查看了表格，切片之后再查看图像。',
  checkedIn: (seconds) => `检查用时 ${duration(seconds)}`,
  sentence: {
    serious: (count) => `${number(count)} 个严重问题`,
    caution: (count) => `${number(count)} 个需要注意`,
    note: (count) => `${number(count)} 条提示`,
    nothing: '没有发现问题',
    tableOnly: '只查看了表格',
  },
  because: '为什么重要',
  remedy: '怎么办',
  examples: '示例',
  fixes: {
    'drop-duplicates': '从训练集中去掉副本',
    'mask-conflicts': '不使用有争议的标签',
    'regroup-split': '按患者重新划分',
    'ignore-uncertain': '不使用不确定的标签',
    'leave-text-out': '只用图像',
  },
  fixed: {
    'drop-duplicates': '已从训练集中去掉副本。',
    'mask-conflicts': '训练时不使用有争议的标签。',
    'regroup-split': '已按患者重新划分。',
    'ignore-uncertain': '已不使用不确定的标签。',
    'leave-text-out': '已只用图像。',
  },
};
