/** Chinese words of the Target step: what is predicted, from what, and how the samples are split. */
import { formats } from '../formats.ts';
import type { SameShape } from '../sentences.ts';
import type { target as en } from '../en/target.ts';
import { evidence } from './evidence.ts';
import { splits } from './names.ts';

const { list, number, percent } = formats('zh');

export const target: SameShape<typeof en> = {
  name: '目标',
  intro: '选择预测什么、用什么来预测。',
  use: '就用这个目标',
  what: '预测',
  kinds: {
    binary: '二分类',
    'multi-class': '多分类（单选）',
    'multi-label': '多标签，各自是或否',
    ordinal: '有序分级',
    choice: '从每个问题的选项中选一项',
  },
  splits,
  splitNone: '尚未划分',
  classes: '类别',
  missing: (n) => `${number(n)} 个没有标签，不使用`,
  uncertain: (n) => `${number(n)} 个样本有不确定的标签`,
  unmentioned: (n) => `${number(n)} 个样本有未提及的征象`,
  uncertainMeans: '不确定的标签',
  uncertainHint: '“不使用”指逐个标签既不学习也不计入指标。各篇论文的做法不同。',
  uncertainKinds: { ignore: '不使用', ones: '算作有', zeros: '算作无' },
  unmentionedMeans: '未提及的征象',
  unmentionedHint: '报告没有提到某个征象，多半表示没有，有时什么也不表示。',
  unmentionedKinds: { negative: '算作无', masked: '不使用' },
  readers: '以谁的标签为准',
  readersHint: '每张图像由多人标注，意见并不总是一致。',
  readerKinds: { majority: '多数人的意见', any: '任何一人的意见' },
  onlyClasses: '计入的征象',
  samples: '样本',
  samplesHint:
    '想区分标注框里的内容时再改：每个框成为一个样本，框的类别就是标签。同一图像、检查或患者的框不会分到不同的划分。',
  sampleKinds: { images: '整张图像', boxes: '裁出的标注框' },
  margin: '框外留边',
  marginHint: (share) => `每侧各留框宽、框高的 ${percent(share)}，到图像边缘为止。`,
  boxReaders: '以谁的框为准',
  boxReadersHint: '每张图像由多人画框，意见并不总是一致。',
  boxReaderKinds: {
    all: '所有人画的框，原样保留',
    union: '重叠的合并为一个',
    majority: '只留多数人画的，合并为一个',
  },
  boxOverlap: '合并所需的重叠程度',
  boxOverlapHint: (iou) => `同类的框，交并比（IoU）大于 ${number(iou)} 就视为同一处。`,
  textField: '读取的文本',
  covariates: '读取的协变量',
  covariatesHint: '请去掉确诊后才知道的项目：模型知道了它们，就谈不上预测。',
  inputs: '输入',
  inputsHint: '想知道单靠文本或单靠图像能判断到什么程度时再改。',
  inputKinds: {
    auto: '有什么用什么',
    image: '图像',
    text: '文本',
    'image+text': '图像和文本',
    covariates: '协变量',
    'image+covariates': '图像和协变量',
    'text+covariates': '文本和协变量',
    'image+text+covariates': '三者都用',
  },
  split: '划分',
  splitHint: '要与已发表的结果比较，请保留官方划分。',
  splitUse: { official: '官方划分', made: '在此划分' },
  splitCompleted: '官方划分，不足部分在此补充',
  splitShares: (val, test) => `验证集占 ${percent(val)}，测试集占 ${percent(test)}，其余为训练集`,
  valShare: '验证集',
  testShare: '测试集',
  identifiers: '导出文件里的样本名称',
  identifiersHint: '如果文件名或路径可能暴露患者身份，就不要写入。',
  identifierKinds: { out: '不写入', in: '写入' },
  seed: '随机种子',
  seedHint: '种子相同，划分、顺序和初始权重就相同；换一个种子可以看出结果有多少是偶然。',
  sentence: (name, inputs, split, counts) => `由${inputs}预测“${name}” · ${split} · ${counts}`,
  notice: (notice) => {
    switch (notice.kind) {
      case 'split-made':
        return notice.byPatient
          ? `没有官方${splits[notice.split]}：另外分出 ${number(notice.samples)} 个样本，同一患者放在一起。`
          : `没有官方${splits[notice.split]}：另外分出 ${number(notice.samples)} 个样本。不知道患者信息，同一患者的图像可能分在两边。`;
      case 'class-missing-from-split':
        return `${splits[notice.split]}里没有${list(notice.classes)}的样本，相关指标无法计算。`;
      case 'labels-missing':
        return `有 ${number(notice.samples)} 个样本缺少这个目标的标签，不使用。`;
      case 'answer-vocabulary':
        return `${evidence['answer-vocabulary'](notice.parameters)}。`;
      case 'answer-ceiling':
        return `${evidence['answer-ceiling'](notice.parameters)}。`;
      case 'text-tells-label':
        return `标签就是从“${notice.field}”里提取的：读它的模型只是在复述，并没有预测。请换一种文本，或只用图像。`;
      case 'few-samples':
        return `总共只有 ${number(notice.samples)} 个样本，结果波动会很大，请留意置信区间。`;
    }
  },
};
