/** English sentences for what a source was recognised by. */
import type { TableContent } from '../../domain/index.ts';
import { formats } from '../formats.ts';
import type { EvidenceSentences } from '../sentences.ts';
import { roleName } from './names.ts';

const { number, measure } = formats('en');

const absentContent: Readonly<Record<TableContent, string>> = {
  labels: 'there are no labels from it',
  splits: 'there is no official split',
  details: 'views, ages and the like are not known',
  boxes: 'there are no boxes',
  reports: 'there are no reports',
};

export const evidence: EvidenceSentences = {
  'file-name': ({ file, dataset }) => `The file name ${file} is that of ${dataset}`,
  'npz-members': ({ members }) => `It holds the arrays ${members}`,
  'npz-shape': ({ member, shape, dtype }) => `${member} is ${dtype} of shape ${shape}`,
  'counts-as-published': ({ train, val, test }) =>
    `${number(train)} / ${number(val)} / ${number(test)} samples, as published`,
  'counts-differ': ({ train, val, test, published }) =>
    `${number(train)} / ${number(val)} / ${number(test)} samples; published are ${published}`,
  'class-folders': ({ classes, folders }) =>
    `${number(folders)} folders, one for each class: ${classes}`,
  'split-folders': ({ splits }) => `Folders for the splits: ${splits}`,
  'table-found': ({ table, rows, columns }) =>
    `The table ${table} has ${number(rows)} rows and ${number(columns)} columns`,
  'column-file': ({ column, matched, rows, example }) =>
    `“${column}” names the files: ${number(matched)} of ${number(rows)} were found, e.g. ${example}`,
  'column-image': ({ column, rows }) =>
    `“${column}” holds the images themselves, ${number(rows)} of them`,
  'column-label': ({ column, classes, example }) =>
    `“${column}” is the label: ${number(classes)} classes, e.g. ${example}`,
  'columns-multi-label': ({ columns }) =>
    `These columns are yes or no, together one multi-label target: ${columns}`,
  'column-text': ({ column, meanLength }) =>
    `“${column}” is text, ${number(meanLength)} characters long on average`,
  'text-left-out': ({ column, limitMegabytes }) =>
    `“${column}” is left out: its texts take more than ${number(limitMegabytes)} MB. Choose it by hand in a table with fewer rows`,
  'column-patient': ({ column, patients, rows }) =>
    `“${column}” tells the patients apart: ${number(patients)} in ${number(rows)} rows`,
  'column-split': ({ column, values }) => `“${column}” is the split: ${values}`,
  'dicom-patients': ({ patients, images }) =>
    `the headers of ${number(images)} DICOM files tell ${number(patients)} patients apart`,
  'patients-in-names': ({ patients, images }) =>
    `the names of ${number(images)} files tell ${number(patients)} patients apart`,
  'patients-unnamed': ({ example }) =>
    `Slices of brain scans, by their classes, and no name says of whom, e.g. ${example}. Those of one person may come into several splits: results on test will look too good`,
  'column-by-hand': ({ role, column }) => `You chose “${column}” as ${roleName(role)}`,
  'ignored-files': ({ files, example }) =>
    `${number(files)} other files are left alone, e.g. ${example}`,
  'signature-file': ({ file, columns }) =>
    columns === '' ? `It has the file ${file}` : `${file} has the columns ${columns}`,
  'names-in-card': ({ file, columns }) => `${file} has the names of the classes of ${columns}`,
  'images-joined': ({ images, rows }) => `${number(images)} images were found for ${number(rows)} rows`,
  'rows-without-image': ({ rows, of, example }) =>
    `${number(rows)} of ${number(of)} rows name an image that is not here, e.g. ${example}. Add the rest of the download to use them`,
  'table-absent': ({ table, gives }) =>
    `${table} is not here, so ${absentContent[gives]}. Put it beside the other tables to have them`,
  'could-also-be': ({ taken, by, dataset, because }) =>
    `It could be ${taken}, because of ${by}, or ${dataset}, because of ${because}. It was read as the first; to have the other, open its folder alone`,
  'overlaps-with': ({ dataset }) =>
    `${dataset} has many of the same images: never test on one what was trained on the other`,
  'class-follows-source': ({ detail }) =>
    `The classes come from different sources, so a model may learn the source: ${detail}`,
  'labels-from-text': ({ targets, fields }) =>
    `The labels of ${targets} were taken from the texts ${fields}: a model that reads one of these repeats them and predicts nothing`,
  'several-readers': ({ readers, samples }) =>
    `${number(readers)} readers labelled ${number(samples)} samples; the target’s options say whose word counts`,
  'boxes-left-out': ({ boxes, example }) =>
    `${number(boxes)} boxes without an area or a place are left out, e.g. ${example}`,
  'answer-vocabulary': ({ answers, of, covered, questions }) =>
    `The ${number(answers)} commonest of ${number(of)} different answers are the classes; they answer ${number(covered)} of ${number(questions)} questions to learn from`,
  'answer-ceiling': ({ split, questions, answerable, unseen }) =>
    `Of ${number(questions)} questions in ${split}, ${number(answerable)} can be answered by one of the classes, and no model can get more right; ${number(unseen)} have an answer that train never gives`,
  'answers-unmatched': ({ rows, example }) =>
    `${number(rows)} answers are none of their question’s options, e.g. ${example}`,
  'further-images': ({ samples, example }) =>
    `${number(samples)} samples have several images, e.g. ${example}; the first is used unless all are cut side by side`,
  'frames-of-videos': ({ videos, seconds }) =>
    `A frame every ${number(seconds)} s is taken of ${number(videos)} videos; extract others beforehand`,
  'several-in-cell': ({ samples, example }) =>
    `${number(samples)} cells hold several images, e.g. ${example}; the first is used`,
  'patients-in-several-splits': ({ patients, example }) =>
    `${number(patients)} patients are in several of the official splits, e.g. ${example}: results on test will look too good`,
  'lesions-in-several-splits': () =>
    'Images of one lesion are in several of the official splits: results on test will look too good',
  'covariate-defines-target': ({ columns, target }) =>
    `${target} was decided by ${columns}: a model that is given these predicts nothing`,
  'texts-shortened': ({ samples, bytes }) =>
    `Of ${number(samples)} long texts the first ${number(bytes)} bytes are used`,
  'letters-repaired': ({ texts, example }) =>
    `The letters of ${number(texts)} texts were broken and are repaired, e.g. ${example}`,
  'unusual-lengths': ({ utterances, from, to, example }) =>
    `${number(utterances)} utterances last ${measure(from)} to ${measure(to)} s by their times, e.g. ${example}: look at these clips`,
};
