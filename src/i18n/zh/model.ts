/** Chinese words of the networks that a model is made of. */
import type { SameShape } from '../sentences.ts';
import type { model as en } from '../en/model.ts';

export const model: SameShape<typeof en> = {
  image: '图像网络',
  imageHint: '轻量网络训练更快，参数约为十分之一，识别能力可能稍弱。',
  imageEncoders: { residual: '残差', light: '轻量' },
  text: '文本网络',
  textHint: 'N-gram 最快。其余两种能利用词序，但需要更多样本。',
  textEncoders: { ngrams: 'N-gram', convolution: '卷积', transformer: 'Transformer' },
  length: '读取的词元数',
  lengthHint: '从文本开头算起：词，或中日文的单字。',
  fusion: '输入的融合',
  fusionHint: '拼接是稳妥的起点。另两种由文本或协变量决定图像中哪些特征重要。',
  fusions: { concatenation: '拼接', gate: '门控', film: 'FiLM' },
  ordinal: '有序目标',
  ordinalHint: '“阈值”方式用一个分数加多个阈值，利用类别的先后顺序。',
  ordinalHeads: { softmax: '作为类别', cumulative: '作为阈值' },
  start: '初始权重',
  startHint: '样本少时，从学过类似图像或文本的权重开始往往更好。网络结构须相同。',
  fresh: '随机权重',
  loadedWeights: '已载入的权重',
  startTrain: '训练范围',
  startTrainHint: '样本极少时，只训练新的输出层又快又稳；全部训练能学到更多。',
  startTrains: { all: '全部', head: '仅新的输出层' },
};
