/** Chinese words of the Data step: opening a source, what it was recognised as, reading it another way, earlier work. */
import { formats } from '../formats.ts';
import type { SameShape } from '../sentences.ts';
import type { data as en } from '../en/data.ts';

const { duration, number } = formats('zh');

export const data: SameShape<typeof en> = {
  name: '数据',
  intro: '把数据集放到桌面上。',
  drop: '把数据集文件夹、zip、tar 或 .npz 拖到这里',
  dropMore: '可以是按类别分文件夹的 PNG、JPEG，图像加 CSV 表格，或 MedMNIST 数组。',
  chooseFolder: '选择文件夹',
  chooseFiles: '选择文件',
  chooseSample: '用示例试试',
  another: '打开其他数据集',
  notAnUpload: '浏览器可能会问是否“上传”文件。实际上什么都不会上传，只是允许本页读取。',
  privacy: '数据不会离开本机。',
  privacyHow: '如何自己验证',
  privacyChecks: {
    network:
      '打开开发者工具（F12）的“网络”面板，照常操作：不会有任何请求带走您的数据，因为根本没有请求发出。',
    offline: '或者现在就断网：页面已经加载，一切照常可用。',
    policy: '本页的安全策略不允许浏览器连接除自身来源以外的任何地址。',
  },
  reading: {
    listing: (files) => `正在列出文件：已有 ${number(files)} 个`,
    table: (rows) => `正在读取表格：已有 ${number(rows)} 行`,
    headers: (files) => `正在读取 DICOM 文件头：已读 ${number(files)} 个`,
    recognising: '正在识别是什么数据集',
  },
  recognised: (title) => `这是 ${title}`,
  readers: {
    medmnist: 'MedMNIST',
    npz: '.npz 数组',
    'class-folders': '按类别分的文件夹',
    table: '图像加表格',
  },
  speaksFor: '支持',
  speaksAgainst: '不支持',
  sample: '内置示例',
  sampleLicence: '由公式在本机绘制，不含任何照片或患者信息。',
  licence: (licence) => `许可：${licence}`,
  noLicence: '许可未知，请自行确认可以使用。',
  counts: {
    samples: (n) => `${number(n)} 个样本`,
    images: (n) => `${number(n)} 张图像`,
    patients: (n) => `${number(n)} 位患者`,
    noImages: '没有图像',
  },
  readIn: (seconds) => `读取用时 ${duration(seconds)}`,
  nothingLeft: '数据未离开本机',
  somethingElse: '不是这个…',
  readAs: '读作',
  columns: '各列的含义',
  columnRoles: {
    file: '文件名',
    labels: '标签（可多选）',
    text: '文本',
    patient: '患者',
    split: '划分',
  },
  noColumn: '无',
  columnExamples: (distinct, examples) => `${number(distinct)} 个取值，例如 ${examples}`,
  readAgain: '重新读取',
  reject: (n) => `${number(n)} 个文件不能用`,
  recent: '以前打开过',
  openAgain: '重新打开',
  unfinished: '未完成',
  goOn: '继续',
  finished: '已完成的运行',
  lookAt: '查看结果',
  forgetRun: '删除',
  brokeOff: {
    cutting: '切片时中断',
    training: (epoch) => `训练时中断，已完成 ${number(epoch)} 轮`,
  },
  reopenFirst: '请重新打开同一个数据集，切片会从中断处继续。',
  testAuc: (auc) => `测试集 AUC ${auc}`,
  fromStorage: '以下来自已保存的记录；如需修改，请重新打开数据集。',
  loadWeights: '载入以前的权重',
};
