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
};
