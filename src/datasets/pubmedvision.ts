/**
 * PubMedVision (Chen et al. 2024): conversations about figures, in two large JSON lists. Samples are questions with their answers, in the
 * order of the lists; both lists are of the same images, so that all of a figure stay together. Modality and body part were predicted by
 * a model.
 */
import { ownText } from './deal-options.ts';
import { baseName } from './listing.ts';
import { conversationColumns as columns, readConversations } from './published/conversations.ts';
import { imagesBy } from './published/images.ts';
import type { NamedTable } from './published/named-table.ts';
import { publishedReader, type Findings, type ReadingJob } from './published/published.ts';

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
  const imageOf = (file: string) => images.get(baseName(file));
  const studyOf = (file: string) => /^pmc_\d+/.exec(baseName(file))?.[0] ?? file;
  const { samples, named } = await readConversations(tables, { imageOf, studyOf }, job);
  const { path } = tables[0]!;
  return {
    samples,
    labels: [
      ...named.toLabels(path),
      ...(job.images.length > 0 ? ownText('own answer', 'answer', samples, path) : []),
    ],
  };
}
