/**
 * MMedC (Qiu et al., Nature Communications 2024): documents in up to eight languages, a text file each, in a zip or folder for each
 * language and therein a folder for each kind of source. Samples come in the order of the paths. There are millions in the whole of it: a
 * part that is spread evenly is read, and of each the beginning.
 */
import { labelsFromNames } from './labels.ts';
import type { Files } from './published/files.ts';
import { publishedReader, type Findings, type ReadingJob } from './published/published.ts';
import { SampleRows } from './published/sample-rows.ts';
import { eachText } from './published/text-files.ts';

const language = /^(english|chinese|japanese|french|russian|spanish|german|arabic)(?:\.zip)?$/i;
/** The authors' own loader leaves it out: it is in what they kept of it too. */
const unused = 'cultural_filtered_data_used';
/** More do not teach a small model anything, and each costs a read. */
const mostDocuments = 20_000;
/** The beginning that is read of each; models take a few hundred words. */
const headBytes = 4096;

interface Document {
  readonly path: string;
  readonly language: string;
  /** Null where it lies in the folder of its language. */
  readonly source: string | null;
}

export const mmedC = publishedReader({
  name: 'mmedc',
  title: 'MMedC',
  licence: 'CC BY-NC-SA 4.0',
  sharing: 'caution',
  find(files) {
    const documents = documentsOf(files);
    const [first] = documents;
    const languages = new Set(documents.map((one) => one.language));
    if (first === undefined || languages.size < 2 || files.listing.images.length > 0)
      return Promise.resolve(null);
    return Promise.resolve({ file: first.path, columns: [], read: (job) => read(documents, job) });
  },
});

function documentsOf({ listing }: Files): Document[] {
  return listing.files.flatMap((path): Document[] => {
    if (!path.endsWith('.txt') || path.includes(unused)) return [];
    const folders = path.split('/').slice(0, -1);
    const at = folders.findLastIndex((part) => language.test(part));
    if (at < 0) return [];
    return [
      {
        path,
        language: language.exec(folders[at]!)![1]!.toLowerCase(),
        source: folders[at + 1] ?? null,
      },
    ];
  });
}

async function read(documents: readonly Document[], job: ReadingJob): Promise<Findings> {
  const wanted = Math.min(mostDocuments, documents.length);
  const step = documents.length / wanted;
  const chosen = Array.from({ length: wanted }, (_, i) => documents[Math.floor(i * step)]!);
  if (wanted < documents.length) {
    const parameters = { files: documents.length - wanted, example: documents[1]!.path };
    job.say({ kind: 'ignored-files', holds: false, parameters });
  }
  const samples = new SampleRows(new Map());
  const languages: string[] = [];
  const sources: (string | null)[] = [];
  let shortened = 0;
  const paths = chosen.map(({ path }) => path);
  const take = (text: string, path: string, index: number) => {
    const facts = { text: { document: text } };
    if (samples.add(path, { table: path, row: 1, file: path }, facts) === null) return;
    if (new TextEncoder().encode(text).length > headBytes - 4) shortened++;
    languages.push(chosen[index]!.language);
    sources.push(chosen[index]!.source);
  };
  await eachText(job, paths, take, headBytes);
  if (shortened > 0) {
    const parameters = { samples: shortened, bytes: headBytes };
    job.say({ kind: 'texts-shortened', holds: false, parameters });
  }
  return {
    samples,
    labels: [
      labelsFromNames('language', languages, false, null),
      labelsFromNames('source', sources, false, null),
    ],
  };
}
