/** The words that folders, files and columns use for train, val and test, and for nothing in particular, in English and Chinese. */
import type { Split } from '../domain/index.ts';
import { withoutArchiveEnding } from '../source/index.ts';

const words: Readonly<Record<Split, string>> = {
  train: 'train training 训练 训练集',
  val: 'val valid validation dev 验证 验证集',
  test: 'test testing eval evaluation 测试 测试集',
};
const splitByWord = new Map(
  Object.entries(words).flatMap(([split, list]) =>
    list.split(' ').map((word) => [word, split as Split] as const),
  ),
);

/**
 * The split that a folder's name or a column's value means as a whole, in any case, also with `set` or `data` behind it
 * (`training_set`); null where it means none.
 */
export function splitOfWord(word: string): Split | null {
  const plain = word.trim().toLowerCase();
  return splitByWord.get(plain) ?? splitByWord.get(plain.replace(/[-_ ]*(?:set|data)$/, '')) ?? null;
}

/** The split that a longer name speaks of, e.g. `train_labels.csv`; null where it speaks of none or of several. */
export function splitOfName(name: string): Split | null {
  const found = new Set(name.split(/[^\p{L}]+/u).map(splitOfWord));
  found.delete(null);
  return found.size === 1 ? [...found][0]! : null;
}

/** The split that a folder or an archive is for, by its name. */
export function splitOfFolder(name: string): Split | null {
  return splitOfWord(withoutArchiveEnding(name));
}

const generic =
  /^(?:images?|imgs?|pics?|pictures?|photos?|png|jpe?g|files?|data|dataset|raw|masks?|labels?|annotations?|segmentations?|图像|图片|影像|数据|数据集|标注)$/i;

/** Whether a folder's name says what lies in it and nothing of a class. */
export function isGenericName(name: string): boolean {
  return generic.test(name);
}
