/** Chinese sentences for every kind of problem: what happened, what was found and expected, what to do. */
import { formats } from '../formats.ts';
import type { ProblemSentences } from '../sentences.ts';
import { splitName } from './names.ts';

const { bytes, number, figure, measure } = formats('zh');

export const problems: ProblemSentences = {
  'empty-source': () => ({
    what: '文件夹是空的',
    reason: '其中及各级子文件夹里都没有文件。',
    remedy: '请选择存放图像的文件夹，或直接选择 .npz、.zip、.tar.gz 文件。',
  }),
  'no-images': ({ files }) => ({
    what: '没有找到图像',
    reason: `共列出 ${number(files)} 个文件，没有一个是 PNG、JPEG 或含图像的 .npz。`,
    remedy: '请选择存放图像的文件夹。',
  }),
  'permission-lost': ({ name }) => ({
    what: '读取权限已失效',
    reason: `浏览器不再允许本页读取“${name}”。`,
    remedy: '点“重新打开”，并在浏览器询问时允许读取。',
  }),
  'unreadable-file': ({ detail }) => ({
    what: '文件读不出来',
    reason: `浏览器拒绝读取：${detail}。`,
    remedy: '请确认文件还在、没有被其他程序占用、您有读取权限，然后重新打开数据。',
  }),
  'missing-file': ({ table, row }) => ({
    what: '表格里写的文件不存在',
    reason: `${table} 第 ${number(row)} 行写了这个文件，但数据中没有。`,
    remedy: '请打开上一级文件夹，让表格和图像都在其中；或改正表格里的路径。',
  }),
  'damaged-archive': ({ detail }) => ({
    what: '压缩包已损坏',
    reason: `内容与应有的不符：${detail}。`,
    remedy: '多半是没有下载或拷贝完整。请重新获取，或解压后打开文件夹。',
  }),
  'unsupported-archive': ({ detail }) => ({
    what: '不支持这种压缩包',
    reason: `读到的是 ${detail}；需要未加密、以 store 或 deflate 方式压缩的 .zip，或普通的 .tar、.tar.gz。`,
    remedy: '请解压后打开文件夹。',
  }),
  'missing-part': ({ part, detail }) => ({
    what: '压缩包缺少一个分卷',
    reason: `没有 ${part}，仅凭现有部分无法打开：${detail}。`,
    remedy: '请把所有分卷按原文件名放在同一个文件夹中，再打开该文件夹。',
  }),

  'empty-file': () => ({
    what: '文件是空的',
    reason: '文件大小为 0 字节。',
    remedy: '请从原处重新拷贝。其他文件不受影响。',
  }),
  'not-an-image': ({ firstBytes }) => ({
    what: '这不是图像',
    reason: `文件开头的字节是 ${firstBytes}，不属于任何已知的图像格式。`,
    remedy: '如果它确实是图像，请另存为 PNG 或 JPEG；否则不用管它。',
  }),
  'not-a-volume': ({ slices }) => ({
    what: '这不是体数据',
    reason: `从第一层起，尺寸和颜色一致的只有 ${number(slices)} 层；体数据至少要有两层，并且全部一致。`,
    remedy: '请改切中间层（见切片设置中的“体数据”），或者不用这个文件。',
  }),
  'unsupported-image': ({ format, detail }) => ({
    what: '暂不支持这种图像',
    reason: `格式为 ${format}：${detail}。`,
    remedy: '请另存为 8 位 PNG 或 JPEG。',
  }),
  'truncated-image': ({ format, bytes: length }) => ({
    what: '图像不完整',
    reason: `这个 ${format} 到 ${bytes(length)} 就断了，画面没有结束。`,
    remedy: '请从原处重新拷贝。其他文件不受影响。',
  }),
  'damaged-image': ({ format, detail }) => ({
    what: '图像已损坏',
    reason: `${format} 解码器报告：${detail}。`,
    remedy: '请重新拷贝，或用图像软件打开后另存为 PNG。',
  }),
  'image-too-large': ({ width, height, limitPixels }) => ({
    what: '图像太大',
    reason: `尺寸为 ${number(width)} × ${number(height)} px；最多解码 ${number(limitPixels)} 个像素。`,
    remedy: '请先缩小，或切成小块。',
  }),

  'empty-box': ({ x, y, width, height, imageWidth, imageHeight }) => ({
    what: '标注框里没有像素',
    reason: `框位于 ${measure(x)}, ${measure(y)}，大小 ${measure(width)} × ${measure(height)} px；图像为 ${number(imageWidth)} × ${number(imageHeight)} px。`,
    remedy: '请在标注中改正这个框，或不管它：其余的框照常使用。',
  }),
  'npz-missing-member': ({ member, found }) => ({
    what: '.npz 缺少数组',
    reason: `需要“${member}”；实际有：${found}。`,
    remedy: '请按 MedMNIST 的方式保存 train_images、train_labels，以及 val、test 的对应数组。',
  }),
  'npz-mismatched-lengths': ({ split, images, labels }) => ({
    what: '图像与标签数量不一致',
    reason: `${splitName(split)}有 ${number(images)} 张图像、${number(labels)} 个标签。`,
    remedy: '请重新保存 .npz，使每张图像对应一个标签，且顺序一致。',
  }),
  'npz-object-array': ({ member, dtype }) => ({
    what: '数组里是 Python 对象',
    reason: `“${member}”的类型是 ${dtype}，应为普通数字。读取对象等于运行其中的代码，因此不读。`,
    remedy: '请在 NumPy 中先转换再保存，例如 array.astype("uint8")。',
  }),
  'npz-unsupported-array': ({ member, dtype, shape, expected }) => ({
    what: '数组的形式不对',
    reason: `“${member}”是 ${dtype}，形状 ${shape}；需要：${expected}。`,
    remedy: '请在 NumPy 中转换后重新保存 .npz。',
  }),
  'npz-damaged-member': ({ member, expectedBytes, foundBytes }) => ({
    what: '数组已损坏',
    reason: `“${member}”应有 ${bytes(expectedBytes)}，实际只有 ${bytes(foundBytes)}。`,
    remedy: '文件多半没有拷贝完整，请重新获取。',
  }),

  'computed-features': ({ instead }) => ({
    what: '文件里是特征，不是样本',
    reason: '这是其他程序算出的 pickle，即 Python 代码，这里一概不运行。',
    remedy: `请改为打开 ${instead}。`,
  }),
  'unrecognised-source': ({ files, images }) => ({
    what: '认不出这种目录结构',
    reason: `有 ${number(files)} 个文件，其中 ${number(images)} 张图像，但既没有按类别分的文件夹，也没有表格或 MedMNIST 数组。`,
    remedy: '请按类别分文件夹存放图像，或加一个 CSV，写明文件名列和标签列。',
  }),
  'damaged-table': ({ row, detail }) => ({
    what: '表格读不出来',
    reason: row === null ? `${detail}。` : `第 ${number(row)} 行：${detail}。`,
    remedy:
      row === null
        ? '请重新复制或下载这个文件，或者把表格另存为 CSV（UTF-8）。'
        : '请用电子表格软件或编辑器打开，改正这一行，另存为 CSV（UTF-8）。',
  }),
  'unsupported-table': ({ format, detail }) => ({
    what: '读不了这种表格',
    reason: `${format}：${detail}。`,
    remedy: '请把表格另存为 CSV（UTF-8）；如果是小工作簿，也可以存为 .xlsx。',
  }),
  'text-too-large': ({ column, limitMegabytes }) => ({
    what: '文本太多，在这里无法用于训练',
    reason: `“${column}”列的文本超过了为它预留的 ${number(limitMegabytes)} MB 内存。`,
    remedy: '请换一个文本较短的列，或者减少表格的行数。',
  }),
  'missing-table': ({ dataset, table, columns }) => ({
    what: '缺少一个表格',
    reason: `这看起来是 ${dataset}，但没有找到含有 ${columns} 的 ${table}。`,
    remedy: `请把发布时的 ${table} 放在其他表格旁边：没有它，其中的样本无法使用。`,
  }),
  'missing-column': ({ column, found }) => ({
    what: '缺少一列',
    reason: `需要“${column}”列；表格中有：${found}。`,
    remedy: '请选择另一列，或改正表头。',
  }),
  'no-target': ({ columns }) => ({
    what: '没有找到可预测的目标',
    reason: `这些列都不像标签：${columns}。`,
    remedy: '请在“换一种读法”里手动指定标签列。',
  }),
  'one-class': ({ target, className, samples }) => ({
    what: '只有一个类别',
    reason: `${number(samples)} 个样本的“${target}”全是“${className}”；至少需要两个类别。`,
    remedy: '请换一个目标，或补充其他类别的样本。',
  }),
  'unique-labels': ({ column, values, rows }) => ({
    what: '标签几乎各不相同',
    reason: `“${column}”列在 ${number(rows)} 行里有 ${number(values)} 个取值，更像名称而不是类别。`,
    remedy: '请另选一列作为标签。',
  }),
  'too-many-classes': ({ column, values, limit }) => ({
    what: '类别太多',
    reason: `“${column}”列有 ${number(values)} 个取值；最多支持 ${number(limit)} 个类别。`,
    remedy: '请另选一列，或在表格里合并取值。',
  }),
  'empty-split': ({ split, samples }) => ({
    what: '有一个划分没有样本',
    reason: `${number(samples)} 个样本中没有一个落在${splitName(split)}里。`,
    remedy: '请改为在这里重新划分，或调大它的比例。',
  }),
  'patient-in-two-splits': ({ patients }) => ({
    what: '同一患者出现在多个划分里',
    reason: `有 ${number(patients)} 位患者的样本同时在两个官方划分中，这样测试结果会偏高。`,
    remedy: '请改为在这里重新划分：同一患者的样本会放在一起。',
  }),
  'no-usable-images': ({ rejected }) => ({
    what: '没有一张图像可用',
    reason: `${number(rejected)} 张全部被拒，原因见列表。`,
    remedy: '看看列表里前几条原因，多半是同一个问题。',
  }),

  'bad-recipe': ({ path, found, expected }) => ({
    what: '配方无效',
    reason: `“${path}”处是 ${found}，应为 ${expected}。`,
    remedy: '请改正配方中的这个值。',
  }),
  'recipe-does-not-fit': ({ path, found, available }) => ({
    what: '配方与这个数据集不符',
    reason: `“${path}”要求 ${found}；这个数据集有：${available}。`,
    remedy: '请修改这个值，或打开配方原来对应的数据集。',
  }),

  'quota-exceeded': ({ neededBytes, availableBytes }) => ({
    what: '存储空间不足',
    reason: `需要${neededBytes === null ? '更多空间' : ` ${bytes(neededBytes)}`}，浏览器${availableBytes === null ? '不肯再多存' : `只能再给 ${bytes(availableBytes)}`}。`,
    remedy: '请删除以前的运行记录、清理磁盘，或切小一些。已经切好的会保留。',
  }),
  'storage-lost': ({ detail }) => ({
    what: '已存的数据不见了',
    reason: `被浏览器清理或手动清除：${detail}。`,
    remedy: '请打开数据重新切片。',
  }),
  'damaged-weights': ({ detail }) => ({
    what: '权重文件读不出来',
    reason: `${detail}。`,
    remedy: '请选择从本页保存的 weights.safetensors；如果文件不完整，请重新拷贝。',
  }),
  'weights-disagree': ({ largestDifference, tolerance }) => ({
    what: '权重的预测与当初不一致',
    reason: `在自带的参考样本上，概率最大相差 ${figure(largestDifference)}，允许 ${figure(tolerance)}。`,
    remedy: '文件被改动过，或者当前后端的计算有差异。请换 wasm 或 cpu 后端再试。',
  }),

  'worker-lost': ({ worker, detail }) => ({
    what: '后台线程停止了',
    reason: `${worker} 线程意外退出：${detail}。`,
    remedy: '请再点一次按钮，会从中断处继续。如果反复出现，请关闭其他标签页以释放内存。',
  }),
  'gpu-lost': ({ backend, detail }) => ({
    what: '显卡设备丢失',
    reason: `${backend} 报告：${detail}。`,
    remedy: '请继续：训练会从上一轮接着做，必要时换用其他后端。',
  }),
  'no-backend': ({ tried }) => ({
    what: '没有可用的计算后端',
    reason: `已尝试：${tried}。`,
    remedy: '请使用新版 Chrome、Edge 或 Firefox，并允许 WebAssembly。',
  }),
  'training-diverged': ({ epoch, step }) => ({
    what: '训练发散了',
    reason: `第 ${number(epoch)} 轮第 ${number(step)} 步，损失不再是有效数字。`,
    remedy: '请降低学习率（先试原来的三分之一）再训练。',
  }),
};
