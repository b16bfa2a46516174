/** Chinese words of the Results step: the headline, comparisons, the confusion matrix, mistakes, curves. */
import { formats } from '../formats.ts';
import type { SameShape } from '../sentences.ts';
import type { results as en } from '../en/results.ts';

const { duration, number, percent, score } = formats('zh');

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
  answers: {
    title: '回答问题的情况',
    group: '问题',
    groups: { all: '全部', closed: '是非题', open: '开放题' },
    questions: '题数',
    acc: '答对比例',
    ceiling: '可达上限',
    answerable: '可回答的题数',
    unseen: '答案未在训练集中出现',
    hint: (answers, of, covered, questions) =>
      `按全部问题计算：答案不在类别之内的问题在这里算答错，其余各项指标则不包括它们。训练集共有 ${number(of)} 种答案，取其中 ${number(answers)} 种作为类别，覆盖 ${number(questions)} 个训练问题的 ${percent(covered / questions)}；可达上限是用这些类别全部答对时的比例。`,
  },
  showSplit: '显示',
  compared: '比较',
  comparedHint: '圆点为数值，横线为 95% 置信区间。区间大幅重叠时，很可能没有差别。',
  thisRun: '本次',
  baseline: '基线：随机水平，或最常见类别',
  chance: '随机水平',
  baselines: {
    majority: '最常见的类别',
    'longest-option': '一律选最长的选项',
    pixels: '28 px 像素，逻辑回归',
    text: '仅文本，逻辑回归',
    covariates: '仅协变量，逻辑回归',
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
  moreFigures: '全部指标及其可信程度',
  howSure: (bySample) =>
    bySample
      ? '方括号内为 95% 置信区间：有放回地重采样 1,000 次，每次抽取同样多的样本，其中 950 次的指标落在两端之间。这里不知道患者；若有样本来自同一患者，真实的区间会更宽。'
      : '方括号内为 95% 置信区间：有放回地重采样 1,000 次，每次抽取同样多的患者，其中 950 次的指标落在两端之间。它反映测试人群的偶然性，不代表换一家医院也会如此。',
  scores: {
    name: '指标',
    value: '数值',
    low: '2.5%',
    high: '97.5%',
    names: {
      auc: 'AUC（ROC 曲线下面积）',
      acc: '准确率',
      averagePrecision: '平均精确率（AP）',
      f1Macro: 'F1（宏平均）',
      f1Weighted: 'F1（加权平均）',
      kappa: '二次加权 kappa',
      brier: 'Brier 分数',
      ece: '期望校准误差（ECE）',
    },
    says: {
      auc: '该类样本的得分高于其他样本的概率；0.5 为随机水平。',
      acc: '判断正确的比例；某一类占多数时容易误导。',
      averagePrecision: '精确率-召回率曲线下面积；随机水平为该类所占比例。',
      f1Macro: '兼顾精确率与敏感度，各类别权重相同。',
      f1Weighted: '同上，按各类别样本数加权。',
      kappa: '超出随机的一致程度，错得越远罚得越重；1 为完全一致，0 为随机水平。',
      brier: '概率的均方误差；0 为完美。',
      ece: '概率与实际比例的平均差距；0 为完美。',
    },
  },
  perClass: '各类别',
  columns: {
    className: '类别',
    samples: '样本数',
    auc: 'AUC',
    sensitivity: '敏感度',
    specificity: '特异度',
    precision: '精确率',
  },
  thresholds: '阈值',
  thresholdsHint: '阈值在验证集上选定，在这里评估：在同一批样本上又选又评，结果会偏好。',
  wantedOnVal: '在验证集上的要求',
  threshold: '阳性阈值',
  aims: {
    specificity: (wanted) => `特异度不低于 ${wanted}`,
    sensitivity: (wanted) => `敏感度不低于 ${wanted}`,
    youden: () => '两者之和最大',
  },
  roc: 'ROC 曲线',
  precisionRecall: '精确率-召回率曲线',
  recall: '敏感度（召回率）',
  calibration: '校准',
  calibrationHint: '模型给出 70% 的样本中，是否真有 70% 如此？点在线下方，说明模型过于自信。',
  saidProbability: '模型给出的概率',
  cameTrue: '实际比例',
  perfect: '完美校准',
  allClasses: '全部判断',
  saveSvg: '存为 SVG',
  saveCsv: '存为 CSV',
  baselinesTitle: '需要超过的基线',
  baselineName: '基线',
  learnedFrom: (samples) => `用 ${samples} 个训练样本拟合`,
  betterByAuc: '本次高出（AUC）',
  baselinesHint: '逻辑回归是能学习的模型中最简单的一种。',
  pairedHint: '差值为配对比较：两者在同一批重采样上计算。区间包含 0 时，不能说明本次更好。',
  runsCompared: '与以往的运行比较',
  run: '以往的运行',
  differs: '设置上的差别',
  sameRecipe: '没有差别：设置相同',
  changed: (path, there, here) => `${path}：${there}，本次 ${here}`,
  betterBy: '本次高出（AUC）',
  otherSamples: '测试样本不同',
  repeatedSeeds: (runs, mean, spread) =>
    `共 ${number(runs)} 次运行只有随机种子不同：测试集 AUC 平均 ${score(mean)}，标准差 ${score(spread)}。比这更小的差别，可能只是种子造成的。`,
  subgroups: '亚组',
  subgroupsHint: '同样的指标，按人群分开计算。小亚组的区间很宽：先看区间，再看数值。',
  subgroupFields: { sex: '性别', age: '年龄（岁）', view: '体位', site: '来源' },
  group: '亚组',
  notKnown: '不详',
  sampleSize: '学习曲线：增加数据是否有用',
  sampleSizeHint:
    '用相同的设置，只取一部分训练样本重新训练：小的部分包含在大的部分之内，同一患者不拆分，全部在相同的样本上评估。若曲线末端仍在上升，再增加同类数据会有帮助。',
  sampleSizeTrain: '训练学习曲线',
  sampleSizeGoOn: '训练其余各点',
  sampleSizeCost: (models, seconds) => `需训练 ${number(models)} 个模型：约 ${duration(seconds)}。`,
  sampleSizeAt: (point, points, samples) =>
    `第 ${number(point)} 点，共 ${number(points)} 点：${number(samples)} 个样本`,
  sampleSizeStop: '停止',
  sampleSizeColumns: { fraction: '比例', samples: '训练样本数', low: '2.5%', high: '97.5%' },
  pointing: '热力图与标注框对照',
  pointingHint: (share) =>
    `对有该类标注框的图像生成该类的 Grad-CAM 热力图。命中：热力图的最高点落在框内。IoU：框与热力图达到最大值 ${share} 以上区域的交并比。模型判断正确，也可能看的是别处。`,
  pointingIntervals: (bySample) =>
    bySample
      ? '方括号内为 95% 置信区间：命中率用 Wilson 法，IoU 按图像重采样。'
      : '方括号内为 95% 置信区间：命中率用 Wilson 法，每名患者只计一次；IoU 按患者重采样。',
  pointingColumns: {
    images: '有框的图像',
    hits: '命中',
    hitRate: '命中率',
    chance: '随机水平',
    iou: '平均 IoU',
  },
  pointingAsked: (asked, images) =>
    asked === images ? number(images) : `按种子从 ${number(images)} 张中抽取 ${number(asked)} 张`,
  pointingBlank: (maps) => `其中 ${number(maps)} 张热力图为空，计为未命中`,
  rocOf: (name, auc) => `${name}的 ROC，AUC ${auc}`,
  falsePositiveRate: '1 − 特异度',
  truePositiveRate: '敏感度',
  stale: '以下数字对应修改之前的设置。',
  sentence: (auc, acc, majority) =>
    majority === null
      ? `AUC ${auc} · 准确率 ${score(acc)}`
      : `AUC ${auc} · 准确率 ${score(acc)} · 最常见类别 ${score(majority)}`,
};
