/** Chinese words of the Keep step: the files, what opens them, and trying a model on something new. */
import { formats } from '../formats.ts';
import type { SameShape } from '../sentences.ts';
import type { keep as enKeep, tryIt as enTryIt } from '../en/keep.ts';

const { figure, number } = formats('zh');

export const keep: SameShape<typeof enKeep> = {
  name: '带走',
  intro: '把权重、张量、预测和报告带走。',
  make: '生成文件',
  making: '正在生成文件',
  download: (name) => `下载 ${name}`,
  downloadAll: '全部下载（zip）',
  packing: '正在打包…',
  paste: '可直接粘贴的代码',
  copy: '复制',
  opens: {
    recipe: '决定这个结果的全部设置；可在本页或任何文本编辑器中打开。',
    metrics: '全部指标及置信区间，JSON 格式。',
    predictions: '每行一个样本及其概率；可用任何电子表格软件打开。',
    weights: '模型连同预处理和参考样本；可在本页、Python、JavaScript 中打开。',
    tfjsModel: 'TensorFlow.js 模型；model.json 要与 .bin 文件放在同一文件夹。',
    tfjsShard: 'model.json 对应的权重。',
    tensors: '切好的图像和标签，MedMNIST 格式；用 numpy.load 打开。',
    report: '一个网页包含全部结果和图片；可用任何浏览器打开。',
  },
  sentence: (files, size) => `${number(files)} 个文件，${size}`,
};

export const tryIt: SameShape<typeof enTryIt> = {
  name: '试一试',
  intro: '给模型一个新的样本，看它怎么判断。',
  dropImage: '把图像拖到这里',
  chooseImage: '选择图像',
  chooseWeights: '载入 weights.safetensors',
  text: '文本',
  covariatesHint: '留空即视为缺失。',
  ask: '预测',
  seen: '模型看到的样子',
  notAFinding: '仅供学习和研究，不是诊断。',
  model: '模型',
  thisRun: '刚训练好的模型',
  loaded: (name, inputs) => `已载入：由${inputs}预测“${name}”。`,
  verified: (difference) => `自带的参考样本得到了同样的概率（最大相差 ${figure(difference)}）。`,
  useTrained: '改回刚训练的模型',
  answer: (name, probability) => `${name}：${probability}`,
  needsImage: '需要一张图像。',
  needsText: '需要一段文本。',
  options: '选项，每行一个',
  needsOptions: (most) => `需要 2 至 ${most} 个选项。`,
  needsBoth: '需要一张图像和一段文本。',
};
