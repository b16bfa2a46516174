/** Chinese words of the Results step: the headline, comparisons, the confusion matrix, mistakes, curves. */
import { formats } from '../formats.ts';
import type { SameShape } from '../sentences.ts';
import type { results as en } from '../en/results.ts';

const { number, percent, score } = formats('zh');

export const results: SameShape<typeof en> = {
  name: '结果',
  intro: '模型在从未见过的样本上表现如何。',
  headline: '测试集 AUC',
  headlineOn: (split) => `${split} AUC`,
  accOn: (split) => `${split}准确率`,
  interval: (low, high) => `95% 置信区间 ${low} 至 ${high}`,
  noInterval: '没有置信区间：某一类样本太少，无法重采样',
  acc: '准确率',
  accSentence: (acc, majority) => `准确率 ${acc}；若一律判为最常见的类别，为 ${majority}。`,
  accOnly: (acc) => `准确率 ${acc}。`,
  undefinedBecause: {
    'one-class': (className) =>
      className === null ? '无法计算：这里只有一个类别' : `无法计算：这里的样本全部是${className}`,
    'no-samples': (className) =>
      className === null ? '无法计算：这里没有样本' : `无法计算：这里没有${className}的样本`,
    'never-said': (className) => `无法计算：模型从未判为${className ?? ''}`,
  },
  on: (samples, patients) =>
    patients === null
      ? `共 ${samples}，按样本重采样。`
      : `共 ${samples}，来自 ${patients}，按患者重采样。`,
  showSplit: '显示',
  compared: '比较',
  comparedHint: '圆点为数值，横线为 95% 置信区间。区间大幅重叠时，很可能没有差别。',
  thisRun: '本次',
  baseline: '基线：随机水平，或最常见类别',
  chance: '随机水平',
  baselines: {
    majority: '一律判为最常见的类别',
    pixels: '28 px 像素的逻辑回归',
    text: '仅用文本的逻辑回归',
    covariates: '仅用协变量的逻辑回归',
    'blank-image': '本模型，图像全黑',
    'shuffled-text': '本模型，文本打乱',
  },
  earlier: (inputs, when) => `${inputs}，${when}`,
  matrix: '混淆矩阵',
  matrixHint: '点一个单元格，查看对应的图片。',
  trueClass: '真实',
  predictedClass: '预测',
  cellTitle: (truth, predicted) =>
    truth === predicted ? `${truth}，判断正确` : `${truth}，误判为${predicted}`,
  mistakes: '最严重的错误',
  mistakesHint: '判断错误、且最有把握的排在前面。',
  noMistakes: '这个划分上没有一个错误。',
  saidInstead: (predicted, probability) => `判为${predicted}，${percent(probability)}`,
  really: (truth) => `实为${truth}`,
  picture: (row) => `样本 ${number(row)}`,
  pictureOf: (index, total) => `第 ${number(index)} 张，共 ${number(total)} 张`,
  shownOf: (shown, total) => `共 ${number(total)} 张，显示前 ${number(shown)} 张。`,
  textOnly: '只用了文本，没有图片可看。',
  perClass: '各类别',
  columns: {
    className: '类别',
    samples: '样本数',
    auc: 'AUC',
    sensitivity: '敏感度',
    specificity: '特异度',
    precision: '精确率',
  },
  roc: 'ROC 曲线',
  rocOf: (name, auc) => `${name}的 ROC，AUC ${auc}`,
  falsePositiveRate: '1 − 特异度',
  truePositiveRate: '敏感度',
  stale: '以下数字对应修改之前的设置。',
  sentence: (auc, acc, majority) =>
    majority === null
      ? `AUC ${auc} · 准确率 ${score(acc)}`
      : `AUC ${auc} · 准确率 ${score(acc)} · 最常见类别 ${score(majority)}`,
};
