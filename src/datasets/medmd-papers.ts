/**
 * The articles of MedMD (PMC-Inline): `paper_train.csv` names a JSON file for each, which is a list of its sentences, with the figures
 * that a sentence speaks of. Sentences without a figure are left out.
 */
import { appError } from '../domain/index.ts';
import { isRecord } from '../formats/index.ts';
import { baseName, stemOf } from './listing.ts';
import { kept, type NamedTable } from './published/named-table.ts';
import type { ReadingJob } from './published/published.ts';
import { eachText } from './published/text-files.ts';

/** Where the table has the path of an article. */
export const paperColumn = 'PMC_path';
/** An article has some 100 kB. */
const longestPaper = 16 * 1024 * 1024;

export interface Sentence {
  /** The article, or the table where the article is not there; rows are counted from 1. */
  readonly table: string;
  readonly row: number;
  /** Its figures, at least one; the article itself where that is not there. */
  readonly names: readonly string[];
  readonly text: string;
}

/** @param find gives the path of a file that lies in the source by that of another machine, null where it is not there */
export async function eachSentence(
  table: NamedTable,
  find: (name: string) => string | null,
  job: ReadingJob,
  visit: (sentence: Sentence) => void,
): Promise<void> {
  const papers: string[] = [];
  const problem = await table.eachRow([paperColumn], job.signal, (cell, row) => {
    const name = kept(cell(paperColumn));
    const path = find(name);
    if (path !== null) papers.push(path);
    else visit({ table: table.path, row, names: [name], text: '' });
  });
  job.note(problem);
  const read = (text: string, path: string) => {
    const article = stemOf(baseName(path));
    for (const [i, sentence] of sentencesIn(text, path, job).entries()) {
      if (!isRecord(sentence) || !Array.isArray(sentence.img_ref)) continue;
      const names = sentence.img_ref.map((figure) => `${article}_${String(figure)}.jpg`);
      const words = typeof sentence.text === 'string' ? sentence.text.trim() : '';
      if (names.length > 0) visit({ table: path, row: i + 1, names, text: words });
    }
  };
  await eachText(job, papers, read, longestPaper);
}

function sentencesIn(text: string, path: string, job: ReadingJob): readonly unknown[] {
  try {
    const found: unknown = JSON.parse(text);
    return Array.isArray(found) ? found : [];
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    job.note(appError('damaged-table', path, { row: null, detail: error.message }, error).problem);
    return [];
  }
}
