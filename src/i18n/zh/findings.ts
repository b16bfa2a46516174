/** Chinese sentences for what the health checks find: what it is, why it matters, and what to do. */
import type { FindingSentences } from '../sentences.ts';
import { formats } from '../formats.ts';
import { covariateName, splits } from './names.ts';

const { figure, number, percent } = formats('zh');

const inflated = '模型可能认出训练时见过的内容，结果会偏高。';
const copied = '从训练集中去掉这些副本，验证集和测试集不变。';
const regroup = '按患者重新划分；如果要与官方结果比较，则保留官方划分。';

export const findings: FindingSentences = {
  'torn-patients': (_, count) => ({
    what: `${number(count)} 名患者同时出现在多个划分中`,
    why: inflated,
    remedy: regroup,
  }),
  'torn-studies': (_, count) => ({
    what: `${number(count)} 次检查同时出现在多个划分中`,
    why: inflated,
    remedy: regroup,
  }),
  'torn-images': (_, count) => ({
    what: `${number(count)} 张图像同时出现在多个划分中`,
    why: inflated,
    remedy: regroup,
  }),
  'torn-texts': ({ field }, count) => ({
    what: `“${field}”中有 ${number(count)} 段文字一字不差地出现在多个划分中`,
    why: '要么是同一次检查重复收录，要么是模板没有改动。读这段文字的模型可能只是背下了答案。',
    remedy: '请看示例。如果确是同一次检查，请指定患者列并重新划分。',
  }),
  'conflicting-labels': (_, count) => ({
    what: `${number(count)} 张图像的不同副本标签不一致`,
    why: '其中有标签标错了，或者标签取决于模型看不到的信息。',
    remedy: '训练时不使用有争议的标签，或在您的表格中更正。',
  }),
  'uncertain-labels': ({ share }, count) => ({
    what: `${number(count)} 个样本的标签不确定（${percent(share)}）`,
    why: '各篇论文的处理不同：算作有、算作无或不使用，结果会因此不同。',
    remedy: '可在“目标”的选项中设置；不使用最稳妥。',
  }),
  'missing-labels': ({ share }, count) => ({
    what: `${number(count)} 个样本缺少标签（${percent(share)}）`,
    why: '缺失的标签既不学习也不计入指标。如果缺失有原因，剩下的样本就不具代表性。',
    remedy: '引用结果之前，请先弄清缺失的原因。',
  }),
  'absent-class': ({ split, className }) => ({
    what: `${splits[split]}中没有“${className}”的样本`,
    why: split === 'train' ? '模型学不会从未见过的类别。' : '与这个类别有关的指标在这里无法计算。',
    remedy: '重新划分，或在“目标”的选项中去掉这个类别。',
  }),
  'tiny-class': ({ className, samples }) => ({
    what: `“${className}”只有 ${number(samples)} 个训练样本`,
    why: '太少，学不到什么，它的指标也多半是偶然。',
    remedy: '去掉这个类别，在表格中与相近的类别合并，或补充样本。',
  }),
  'class-balance': ({ split, className, train, other }) => ({
    what: `“${className}”在训练集中占 ${percent(train)}，在${splits[split]}中占 ${percent(other)}`,
    why: '准确率和阈值受类别比例影响，AUC 不受影响。',
    remedy: '用 AUC 比较；如果这种差别没有理由，请重新划分。',
  }),
  'unseen-answers': ({ className, ceiling }, count) => ({
    what: `${number(count)} 个测试样本的答案（如“${className}”）从未在训练集中出现`,
    why: `只能在训练集的答案中选择的模型不可能答对：准确率最高为 ${percent(ceiling)}。`,
    remedy: '引用准确率时同时给出这个上限，或重新划分。',
  }),
  'text-states-label': ({ field, words, className, auc }) => ({
    what: `“${field}”直接写出了标签：单凭“${words}”就能判断“${className}”（AUC ${figure(auc)}）`,
    why: '读这段文字的模型只是在复述，并没有预测。',
    remedy: '不使用文本，或选择诊断之前写下的文本。',
  }),
  'unreadable-images': (_, count) => ({
    what: `${number(count)} 张图像无法读取`,
    why: '它们不参与训练。如果都来自同一来源，结果中就缺少这个来源。',
    remedy: '“切片”一步列出了每个文件及其原因。',
  }),
  'blank-images': (_, count) => ({
    what: `${number(count)} 张图像是空白的`,
    why: '整张图只有一个灰度：文件是空的，或窗宽窗位没有覆盖任何像素值。',
    remedy: '在“切片”一步换一个窗宽窗位；仍然空白就请移除。',
  }),
  'duplicates-across-splits': ({ groups }, count) => ({
    what: `${number(groups)} 张图像有 ${number(count)} 个完全相同的副本跨越划分`,
    why: inflated,
    remedy: copied,
  }),
  'duplicates-within-split': ({ groups }, count) => ({
    what: `${number(groups)} 张图像在同一划分内有 ${number(count)} 个完全相同的副本`,
    why: '重复的样本在训练和指标中都会重复计算。',
    remedy: '从训练集中去掉副本；验证集和测试集中的请在数据里移除。',
  }),
  'near-duplicates-across-splits': ({ groups }, count) => ({
    what: `${number(groups)} 张图像有 ${number(count)} 个近似副本跨越划分`,
    why: `同一幅图像经过重新保存、缩放或调窗。${inflated}`,
    remedy: `请先对照查看。${copied}`,
  }),
  'near-duplicates-within-split': ({ groups }, count) => ({
    what: `${number(groups)} 张图像在同一划分内有 ${number(count)} 个近似副本`,
    why: '同一幅图像经过重新保存、缩放或调窗后被重复计算。',
    remedy: '请先对照查看，再从训练集中去掉副本。',
  }),
  polarity: (_, count) => ({
    what: `${number(count)} 张图像黑白颠倒`,
    why: '常见原因是 MONOCHROME1 未经反转直接保存。模型要同时学两种图像，而哪一种又可能透露来源。',
    remedy: '将这些文件反相，或改读原始 DICOM（会按其极性显示）。',
  }),
  'size-outliers': ({ width, height }, count) => ({
    what: `${number(count)} 张图像的尺寸与其他图像相差很大，例如 ${number(width)} × ${number(height)} 像素`,
    why: '缩略图和胶片扫描件切成同一尺寸后看起来会不一样。',
    remedy: '请查看并移除不属于这类检查的图像。',
  }),
  'aspect-outliers': ({ usual }, count) => ({
    what: `${number(count)} 张图像的宽高比与众不同（通常为 ${figure(usual)}）`,
    why: '拉伸会使它们变形更多；屏幕截图和拼图常是这种形状。',
    remedy: '请查看；用补边代替拉伸可保持比例。',
  }),
  'depth-outliers': ({ usual, bits }, count) => ({
    what: `${number(count)} 张图像的位深与众不同，例如每个值 ${number(bits)} 位，而其他图像为 ${number(usual)} 位`,
    why: '超过 8 位的图像要经过调窗，而 8 位图像已由别人调过窗：两者对比度不同，可能透露来源。',
    remedy: '请查看；最好使用同一次导出、位深一致的文件。',
  }),
  'burnt-in-text': ({ share }, count) => ({
    what: `${number(count)} 张图像的角落可能有烧录的文字或标记（${percent(share)}）`,
    why: '其中可能有患者或机构的名称，模型也可能只看左右标记而不看图像。',
    remedy: '请查看示例；居中裁剪可以去掉角落。',
  }),
  shortcut: ({ covariate, className, auc, low }) => ({
    what: `捷径：单凭${covariateName(covariate)}就能判断“${className}”，AUC ${figure(auc)}（至少 ${figure(low)}）`,
    why: '模型可能学会识别它而不是疾病，一旦它与标签不再对应就会失效。',
    remedy: '分别比较它每个取值内的结果，或平衡数据；引用模型的 AUC 时同时给出这个 AUC。',
  }),
  'pixels-not-checked': (_, count) => ({
    what: `尚未查看 ${number(count)} 张图像的像素`,
    why: '重复、空白和黑白颠倒的图像要切片之后才能发现。',
    remedy: '请切片，之后会自动检查。',
  }),
};
