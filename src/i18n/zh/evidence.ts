/** Chinese sentences for what a source was recognised by. */
import type { TableContent } from '../../domain/index.ts';
import { formats } from '../formats.ts';
import type { EvidenceSentences } from '../sentences.ts';
import { roleName } from './names.ts';

const { number, measure } = formats('zh');

const absentContent: Readonly<Record<TableContent, string>> = {
  labels: '没有其中的标签',
  splits: '没有官方划分',
  details: '不知道体位、年龄等信息',
  boxes: '没有标注框',
  reports: '没有报告',
};

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
  'patients-in-names': ({ patients, images }) =>
    `${number(images)} 个文件的文件名可区分出 ${number(patients)} 位患者`,
  'patients-unnamed': ({ example }) =>
    `从类别看是脑部扫描的切片，文件名没有标明属于谁，例如 ${example}：同一人的切片可能同时出现在多个划分中：test 上的结果会偏高`,
  'column-by-hand': ({ role, column }) => `由您指定：“${column}”列作为${roleName(role)}`,
  'ignored-files': ({ files, example }) => `另有 ${number(files)} 个文件未使用，例如 ${example}`,
  'signature-file': ({ file, columns }) =>
    columns === '' ? `含有文件 ${file}` : `${file} 含有这些列：${columns}`,
  'names-in-card': ({ file, columns }) => `${file} 写有 ${columns} 各类别的名称`,
  'images-joined': ({ images, rows }) => `为 ${number(rows)} 行找到 ${number(images)} 张图像`,
  'rows-without-image': ({ rows, of, example }) =>
    `${number(of)} 行中有 ${number(rows)} 行所指的图像不在这里，例如 ${example}。补全下载后即可使用`,
  'table-absent': ({ table, gives }) =>
    `缺少 ${table}，因此${absentContent[gives]}。把它放到其他表格旁边即可`,
  'could-also-be': ({ taken, by, dataset, because }) =>
    `可能是 ${taken}（依据 ${by}），也可能是 ${dataset}（依据 ${because}）。这里按前者读取；如需后者，请单独打开它所在的文件夹`,
  'overlaps-with': ({ dataset }) => `${dataset} 有许多相同的图像：不要在一个上训练、在另一个上测试`,
  'class-follows-source': ({ detail }) => `各类别来源不同，模型可能只学会分辨来源：${detail}`,
  'labels-from-text': ({ targets, fields }) =>
    `${targets} 的标签取自文本 ${fields}：模型若读取其中之一，只是复述标签，没有预测意义`,
  'several-readers': ({ readers, samples }) =>
    `${number(readers)} 位医师标注了 ${number(samples)} 个样本；以谁为准，可在“目标”的选项中选择`,
  'boxes-left-out': ({ boxes, example }) =>
    `有 ${number(boxes)} 个框没有面积或位置，未采用，例如 ${example}`,
  'answer-vocabulary': ({ answers, of, covered, questions }) =>
    `在 ${number(of)} 种答案中，取最常见的 ${number(answers)} 种作为类别；它们能回答 ${number(questions)} 个训练问题中的 ${number(covered)} 个`,
  'answer-ceiling': ({ split, questions, answerable, unseen }) =>
    `${split} 的 ${number(questions)} 个问题中，只有 ${number(answerable)} 个的答案在类别之内，任何模型都不可能答对更多；${number(unseen)} 个的答案从未在 train 中出现`,
  'answers-unmatched': ({ rows, example }) =>
    `有 ${number(rows)} 个答案不在其问题的选项中，例如 ${example}`,
  'further-images': ({ samples, example }) =>
    `有 ${number(samples)} 个样本带有多幅图像，例如 ${example}；不并排切片，则只用第一幅`,
  'frames-of-videos': ({ videos, seconds }) =>
    `${number(videos)} 个视频每 ${number(seconds)} 秒取一帧；如需其他帧，请事先提取`,
  'several-in-cell': ({ samples, example }) =>
    `有 ${number(samples)} 个单元格含多幅图像，例如 ${example}；只用第一幅`,
  'patients-in-several-splits': ({ patients, example }) =>
    `有 ${number(patients)} 位患者同时出现在多个官方划分中，例如 ${example}：test 上的结果会偏高`,
  'lesions-in-several-splits': () => '同一病灶的图像同时出现在多个官方划分中：test 上的结果会偏高',
  'covariate-defines-target': ({ columns, target }) =>
    `${target} 是根据 ${columns} 判定的：把它们交给模型，预测就没有意义`,
  'texts-shortened': ({ samples, bytes }) =>
    `有 ${number(samples)} 篇长文本，只采用开头的 ${number(bytes)} 字节`,
  'letters-repaired': ({ texts, example }) =>
    `有 ${number(texts)} 篇文本的字符曾被损坏，已修复，例如 ${example}`,
  'unusual-lengths': ({ utterances, from, to, example }) =>
    `按起止时间，有 ${number(utterances)} 句话时长 ${measure(from)} 至 ${measure(to)} 秒，例如 ${example}：请查看这些片段`,
};
