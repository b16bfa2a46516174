/**
 * OmniMedVQA as Med-R1 (Lai et al. 2025) splits it: JSON lists of `image`, `problem` (a question with its options behind it) and
 * `solution` (`<answer> C </answer>`), a file for each modality and split, and the same again for each type of question. Splits of the
 * two contradict each other, so that one is read: by modality where it is there. Samples are questions, in the order of the files'
 * names, train before test. https://github.com/Yuxiang-Lai117/Med-R1
 */
import { splits as allSplits, type Split } from '../domain/index.ts';
import { baseName, folderOf, stemOf } from './listing.ts';
import { answerTargets } from './published/answers.ts';
import type { Files } from './published/files.ts';
import { imagesBy } from './published/images.ts';
import { NameColumns } from './published/name-columns.ts';
import { kept, keptOnce } from './published/named-table.ts';
import { ChoiceValues, letterOfAnswer, optionsText, questionWithOptions } from './published/options.ts';
import type { Findings, ReadingJob, Signature } from './published/published.ts';
import { SampleRows } from './published/sample-rows.ts';
import { headOf } from './published/text-files.ts';
import { splitOfFolder, splitOfName } from './split-words.ts';

const columns = ['image', 'problem', 'solution'];
const title = 'OmniMedVQA (Med-R1)';
/** Files that are looked into: half of them are Med-R1's own. */
const mostFiles = 64;

export async function findMedR1(files: Files): Promise<Signature | null> {
  const found: string[] = [];
  for (const path of files.named(/\.json$/).slice(0, mostFiles))
    if (isOfProblems(await headOf(files.source, path))) found.push(path);
  const families = [...new Set(found.map(familyOf))];
  const chosen = families.find(isByModality) ?? families[0];
  const paths = found.filter((path) => familyOf(path) === chosen);
  const [first] = await files.tablesAt(paths, columns);
  if (first === undefined) return null;
  const others = families.filter((family) => family !== chosen);
  return {
    file: first.path,
    columns,
    title,
    others: others.map((family) => ({ title: `${title}, ${baseName(family)}`, because: family })),
    read: (job) => read(paths, files, job),
  };
}

function isOfProblems(head: string): boolean {
  return /"problem"\s*:/.test(head) && /"solution"\s*:\s*"\s*<answer>/.test(head);
}

/** The folder, or the one around it where it is for a split. */
function familyOf(path: string): string {
  const folder = folderOf(path);
  return splitOfFolder(baseName(folder)) === null ? folder : folderOf(folder);
}

const isByModality = (family: string) => /modality/i.test(baseName(family));

function splitOf(path: string): Split | null {
  return splitOfName(stemOf(baseName(path))) ?? splitOfFolder(baseName(folderOf(path)));
}

/** From `Images/` on; the sizes that Med-R1 makes of them lie in a folder of the same name. */
const keyOf = (path: string) => /(?:^|\/)(Images\/.*)$/i.exec(path)?.[1] ?? path;

async function read(paths: readonly string[], files: Files, job: ReadingJob): Promise<Findings> {
  const images = imagesBy(job.images, keyOf);
  const samples = new SampleRows(images);
  const option = new ChoiceValues();
  const answers: string[] = [];
  const given: (Split | null)[] = [];
  const named = new NameColumns(['modality', 'question type']);
  const once = keptOnce();
  const ofFiles = isByModality(familyOf(paths[0]!)) ? 'modality' : 'question type';
  const inOrder = [...paths].sort((a, b) => (baseName(a) < baseName(b) ? -1 : 1));
  for (const split of [...allSplits, null]) {
    const some = inOrder.filter((path) => splitOf(path) === split);
    for (const table of await files.tablesAt(some, columns, job.note.bind(job))) {
      const name = nameOf(table.path);
      const problem = await table.eachRow(columns, job.signal, (cell, row) => {
        const file = kept(cell('image'));
        const path = images.get(keyOf(file));
        const { question, options } = questionWithOptions(cell('problem'));
        const facts = {
          study: file,
          split,
          text: { question: kept(question), options: kept(optionsText(options)) },
          covariates: { source: once(sourceOf(file)) || null },
          ...(path !== undefined && { image: { kind: 'file', path } as const }),
        };
        if (samples.add(null, { table: table.path, row, file }, facts) === null) return;
        const said = cell('solution').replace(/^.*<answer>|<\/answer>.*$/gs, '');
        const letter = letterOfAnswer(said, options);
        option.add(letter, options);
        answers.push(kept(options.find(([one]) => one === letter)?.[1] ?? ''));
        given.push(split);
        named.add({ [ofFiles]: name });
      });
      job.note(problem);
    }
  }
  const [table] = inOrder;
  return {
    samples,
    labels: [
      option.toColumn('option', table!),
      ...answerTargets(answers, given, job, table!),
      ...named.toLabels(table!),
    ],
  };
}

/** `X-Ray` of `X-Ray_test.json`, `CT` of `CT(Computed Tomography)_train.json`; '' of what nobody knows. */
function nameOf(path: string): string {
  const name = stemOf(baseName(path)).replace(/_(?:train|test)$/i, '');
  return name === 'unknown' ? '' : name.replace(/\s*\(.*$/, '');
}

/** The dataset that an image is from: `Images/Chest CT Scan/…`. */
const sourceOf = (file: string) => /^Images\/([^/]+)\//i.exec(file)?.[1] ?? '';
