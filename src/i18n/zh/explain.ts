/** Chinese words of explanations: heat maps, words, similar samples, the map of all samples. */
import { formats } from '../formats.ts';
import type { SameShape } from '../sentences.ts';
import type { explain as en } from '../en/explain.ts';

const { number, percent } = formats('zh');

export const explain: SameShape<typeof en> = {
  turnOn: '显示依据',
  turnOff: '隐藏依据',
  hint: '用 Grad-CAM 显示依据所在的位置：只提示模型在看哪里，不能当作证明；精细程度取决于最后一层。',
  aboutClass: '支持该类别的依据',
  score: (name, score) => `${name}：${percent(score)}`,
  opacity: '热力图',
  slice: (position, of) => `第 ${number(position)} 层，共 ${number(of)} 层`,
  least: '最少',
  most: '最多',
  heatMap: (name, place) => `${name}的热力图：依据主要在${place}。`,
  noEvidence: (name) => `图像中没有支持${name}的依据。`,
  places: ['左上方', '上方', '右上方', '左侧', '中央', '右侧', '左下方', '下方', '右下方'],
  computing: '正在寻找依据',
  noPictures: '该模型不使用图像，因此没有热力图。',
  noText: '该模型不使用文本。',
  words: '词语',
  wordsHint: '去掉每个词后概率下降多少。紫色表示支持，带下划线的粉色表示反对。',
  emptyText: '该样本的文本中没有词语。',
  word: '词语',
  drop: '概率下降',
  wordTable: '显示为表格',
  neighbours: '相似的训练样本',
  neighboursHint: '按嵌入向量的夹角（余弦）排序：模型正是从这类样本中学到的。',
  findNeighbours: '查找相似的训练样本',
  similarity: (cosine) => `余弦 ${cosine}`,
  embedding: '正在计算样本的嵌入向量',
  stop: '停止',
  map: '全部样本的分布图',
  mapHint: '每个点是一个样本；模型认为相似的样本彼此靠近。圈选一些点，查看对应的图片。',
  projections: { pca: 'PCA', umap: 'UMAP' },
  projectionHint: 'PCA 在两个方向上尽量保持距离；UMAP 保持邻近关系，点群的大小和间距没有太大意义。',
  drawMap: '绘制分布图',
  projecting: '正在排布样本',
  colouredBy: '着色依据',
  colourings: { class: '真实类别', split: '划分', error: '判断是否正确' },
  groups: { right: '正确', wrong: '错误', unknown: '不详', other: '其他' },
  mapKeys: '方向键移动圆圈，+ 和 − 改变大小，回车选中圈内的点，Esc 取消选择。',
  mapLabel: (samples) => `${number(samples)} 个样本的分布图`,
  chosen: (samples) => (samples === 0 ? '没有选中样本。' : `已选中 ${number(samples)} 个样本。`),
  columns: ['样本', 'x', 'y', '划分', '真实类别', '预测类别'],
};
