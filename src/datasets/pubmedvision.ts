/**
 * PubMedVision (Chen et al. 2024): conversations about figures, in two large JSON lists. Samples are conversations, in the order of the
 * lists; both lists are of the same images, so that all of a figure stay together. Modality and body part were predicted by a model.
 */
import { ownText } from './deal-options.ts';
import { baseName } from './listing.ts';
import { labelsFromNames } from './labels.ts';
import { imagesBy } from './published/images.ts';
import { kept, keptOnce, type NamedTable } from './published/named-table.ts';
import { publishedReader, type Findings, type ReadingJob } from './published/published.ts';
import { SampleRows } from './published/sample-rows.ts';

const columns = ['image', 'conversations'];

export const pubMedVision = publishedReader({
  name: 'pubmedvision',
  title: 'PubMedVision',
  licence: 'Apache-2.0; the figures are of PubMed Central',
  sharing: 'caution',
  overlaps: 'PMC-OA',
  async find(files) {
    const tables = await files.tablesAt(files.named(/^pubmedvision_.*\.json$/).sort(), columns);
    const [first] = tables;
    if (first === undefined) return null;
    return { file: first.path, columns, read: (job) => read(tables, job) };
  },
});

async function read(tables: readonly NamedTable[], job: ReadingJob): Promise<Findings> {
  const images = imagesBy(job.images, baseName);
  const samples = new SampleRows(images);
  const modality: (string | null)[] = [];
  const bodyPart: (string | null)[] = [];
  const once = keptOnce();
  const several = { samples: 0, example: '' };
  for (const table of tables) {
    const wanted = [...columns, 'modality', 'body_part'];
    const problem = await table.eachRow(wanted, job.signal, (cell, row) => {
      const files = cell('image').split('; ');
      const file = kept(files[0]!);
      const path = images.get(baseName(file));
      const others = files.slice(1).map((name) => images.get(baseName(name)) ?? kept(name));
      const further = others.length > 0 && { further: others };
      const turns = turnsOf(cell('conversations'));
      const facts = {
        study: /^pmc_\d+/.exec(baseName(file))?.[0] ?? file,
        text: { question: turns.human, answer: turns.gpt },
        ...(path !== undefined && { image: { kind: 'file', path, ...further } as const }),
      };
      if (samples.add(null, { table: table.path, row, file }, facts) === null) return;
      if (files.length > 1 && several.samples++ === 0) several.example = kept(cell('image'));
      modality.push(once(cell('modality')) || null);
      bodyPart.push(once(cell('body_part')) || null);
    });
    job.note(problem);
  }
  if (several.samples > 0) job.say({ kind: 'further-images', holds: false, parameters: several });
  const { path } = tables[0]!;
  return {
    samples,
    labels: [
      labelsFromNames('modality', modality, false, path),
      labelsFromNames('body part', bodyPart, false, path),
      ...(job.images.length > 0 ? ownText('own answer', 'answer', samples, path) : []),
    ].filter(({ column }) => column.target.classes.length > 0),
  };
}

/** The first turn of each side; '' where a conversation can't be read. */
function turnsOf(json: string): { human: string; gpt: string } {
  const said = { human: '', gpt: '' };
  let turns: unknown;
  try {
    turns = JSON.parse(json);
  } catch (error) {
    if (error instanceof SyntaxError) return said;
    throw error;
  }
  for (const turn of Array.isArray(turns) ? (turns as unknown[]) : []) {
    if (typeof turn !== 'object' || turn === null) continue;
    const { from, value } = turn as { from?: unknown; value?: unknown };
    if ((from === 'human' || from === 'gpt') && typeof value === 'string') said[from] ||= value;
  }
  return said;
}
