/**
 * Conversations about images in LLaVA's form that are no dataset with a reader of its own: JSON lists, or a record a line. Samples are
 * questions with their answers, in the order of train, val, test (where files are named so) and of the files and their records. The same
 * few answers again and again are classes; where most are texts of their own, they are what a picture is told from.
 */
import { splits as allSplits, type Split } from '../domain/index.ts';
import { ownText } from './deal-options.ts';
import { baseName, stemOf } from './listing.ts';
import { answerTargets } from './published/answers.ts';
import { conversationColumns as columns, readConversations } from './published/conversations.ts';
import { byPathEnd } from './published/images.ts';
import { kept, type NamedTable } from './published/named-table.ts';
import { publishedReader, type Findings, type ReadingJob } from './published/published.ts';
import { headOf } from './published/text-files.ts';
import { splitOfName } from './split-words.ts';

/** Files that are looked into. */
const mostFiles = 64;

export const llava = publishedReader({
  name: 'llava',
  title: 'LLaVA',
  licence: null,
  sharing: null,
  async find(files) {
    const paths: string[] = [];
    for (const path of files.named(/\.jsonl?$/).slice(0, mostFiles))
      if (/"conversations"\s*:\s*\[/.test(await headOf(files.source, path))) paths.push(path);
    const tables = await files.tablesAt(paths, columns);
    const [first] = tables;
    if (first === undefined) return null;
    return { file: first.path, columns, read: (job) => read(tables, job) };
  },
});

const splitOf = ({ path }: NamedTable): Split | null => splitOfName(stemOf(baseName(path)));

/** Paragraphs are hardly given twice, and a million of them is too much to hold: their beginning and length stand for them. */
function classNameOf(answer: string): string {
  return answer.length <= longestClass ? answer : `${answer.slice(0, longestClass)}… (${answer.length})`;
}
const longestClass = 100;

async function read(tables: readonly NamedTable[], job: ReadingJob): Promise<Findings> {
  const inOrder = [...allSplits, null].flatMap((split) =>
    tables.filter((table) => splitOf(table) === split),
  );
  const imageOf = byPathEnd(job.images);
  const studyOf = (file: string) => imageOf(file) ?? file;
  const answers: string[] = [];
  const splits: (Split | null)[] = [];
  const onAnswer = (answer: string, split: Split | null) => {
    answers.push(kept(classNameOf(answer)));
    splits.push(split);
  };
  const form = { imageOf, studyOf, splitOf, onAnswer };
  const { samples, named } = await readConversations(inOrder, form, job);
  const { path } = inOrder[0]!;
  const own = job.images.length > 0 ? ownText('own answer', 'answer', samples, path) : [];
  const repeated = answerTargets(answers, splits, job, path)
    .filter(({ column }) => column.target.classes.length > 1)
    .map(({ column, problem }) => ({ column: { ...column, minedFrom: ['answer'] }, problem }));
  const labelled = repeated[0]?.column.values.filter((value) => value >= 0).length ?? 0;
  const areRepeated = 2 * labelled > answers.length;
  return {
    samples,
    labels: [...(areRepeated ? repeated : [...own, ...repeated]), ...named.toLabels(path)],
  };
}
