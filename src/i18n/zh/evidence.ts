/** Chinese sentences for what a source was recognised by. */
import { formats } from '../formats.ts';
import type { EvidenceSentences } from '../sentences.ts';
import { roleName } from './names.ts';

const { number } = formats('zh');

export const evidence: EvidenceSentences = {
  'file-name': ({ file, dataset }) => `文件名 ${file} 与 ${dataset} 相符`,
  'npz-members': ({ members }) => `包含数组 ${members}`,
  'npz-shape': ({ member, shape, dtype }) => `${member} 为 ${dtype}，形状 ${shape}`,
  'counts-as-published': ({ train, val, test }) =>
    `样本数 ${number(train)} / ${number(val)} / ${number(test)}，与公布的一致`,
  'counts-differ': ({ train, val, test, published }) =>
    `样本数 ${number(train)} / ${number(val)} / ${number(test)}；公布的是 ${published}`,
  'class-folders': ({ classes, folders }) => `${number(folders)} 个文件夹，每类一个：${classes}`,
  'split-folders': ({ splits }) => `有对应划分的文件夹：${splits}`,
  'table-found': ({ table, rows, columns }) =>
    `表格 ${table} 有 ${number(rows)} 行、${number(columns)} 列`,
  'column-file': ({ column, matched, rows, example }) =>
    `“${column}”列是文件名：${number(rows)} 行中找到 ${number(matched)} 个，例如 ${example}`,
  'column-image': ({ column, rows }) => `“${column}”列里就是图像本身，共 ${number(rows)} 幅`,
  'column-label': ({ column, classes, example }) =>
    `“${column}”列是标签：${number(classes)} 个类别，例如 ${example}`,
  'columns-multi-label': ({ columns }) => `这些列只有是与否，合为一个多标签目标：${columns}`,
  'column-text': ({ column, meanLength }) => `“${column}”列是文本，平均 ${number(meanLength)} 个字符`,
  'text-left-out': ({ column, limitMegabytes }) =>
    `“${column}”列未采用：其文本超过 ${number(limitMegabytes)} MB。请在行数较少的表中手动选择它`,
  'column-patient': ({ column, patients, rows }) =>
    `“${column}”列区分患者：${number(rows)} 行中有 ${number(patients)} 位`,
  'column-split': ({ column, values }) => `“${column}”列是划分：${values}`,
  'dicom-patients': ({ patients, images }) =>
    `${number(images)} 个 DICOM 文件的文件头可区分出 ${number(patients)} 位患者`,
  'column-by-hand': ({ role, column }) => `由您指定：“${column}”列作为${roleName(role)}`,
  'ignored-files': ({ files, example }) => `另有 ${number(files)} 个文件未使用，例如 ${example}`,
};
