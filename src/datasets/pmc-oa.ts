/**
 * PMC-OA (Lin et al., MICCAI 2023): figures of articles with their captions; `pmc_oa` has captions that were cut to parts of figures,
 * `pmc_oa_beta` the whole ones. Samples come in the order of the lines. Parts of one figure share captions, so that articles stay
 * together.
 */
import { type Split } from '../domain/index.ts';
import { ownText } from './deal-options.ts';
import { baseName } from './listing.ts';
import { labelsFromNames } from './labels.ts';
import { imagesBy } from './published/images.ts';
import { kept, type NamedTable } from './published/named-table.ts';
import { publishedReader, type Findings, type ReadingJob } from './published/published.ts';
import { SampleRows } from './published/sample-rows.ts';
import { splitOfName } from './split-words.ts';

const columns = ['image', 'caption'];

export const pmcOa = publishedReader({
  name: 'pmc-oa',
  title: 'PMC-OA',
  licence: 'OpenRAIL by its card; of each article its own',
  sharing: 'caution',
  async find(files) {
    const whole = await files.tablesAt(
      ['pmc_oa.jsonl', 'pmc_oa_beta.jsonl'].flatMap((name) => files.named(name).slice(0, 1)),
      columns,
    );
    const titleOf = ({ path }: NamedTable) =>
      baseName(path).includes('beta') ? 'PMC-OA (beta)' : 'PMC-OA';
    const [table, ...more] = whole;
    if (table !== undefined) {
      const others = more.map((one) => ({ title: titleOf(one), because: one.path }));
      const title = titleOf(table);
      return { file: table.path, columns, title, others, read: (job) => read([[table, null]], job) };
    }
    const parts = await files.tablesAt(files.named(/^(?:train|valid|test)\.jsonl$/), [
      ...columns,
      'pmcid',
    ]);
    const [first] = parts;
    if (first === undefined) return null;
    const withSplits = parts.map((table) => [table, splitOfName(baseName(table.path))] as const);
    return { file: first.path, columns, read: (job) => read(withSplits, job) };
  },
});

async function read(
  tables: readonly (readonly [NamedTable, Split | null])[],
  job: ReadingJob,
): Promise<Findings> {
  const samples = new SampleRows(imagesBy(job.images, baseName));
  const alignment: (string | null)[] = [];
  for (const [table, split] of tables) {
    const wanted = [...columns, 'alignment_type', 'alignment_score'];
    const problem = await table.eachRow(wanted, job.signal, (cell, row) => {
      const file = kept(cell('image'));
      const key = baseName(file);
      const article = /^(PMC\d+)_/.exec(key)?.[1];
      const figure = /^PMC\d+_Fig[^_.]+/.exec(key)?.[0];
      const score = cell('alignment_score');
      const facts = {
        split,
        text: { caption: kept(cell('caption')) },
        covariates: { 'alignment score': score === '' ? null : Number(score) },
        ...(article !== undefined && { patient: article }),
        ...(figure !== undefined && { study: figure }),
      };
      const before = samples.length;
      const sample = samples.add(key, { table: table.path, row, file }, facts);
      if (sample === null || samples.length === before) return;
      alignment.push(kept(cell('alignment_type')) || null);
    });
    job.note(problem);
  }
  const hasTypes = alignment.some((type) => type !== null);
  const { path } = tables[0]![0];
  return {
    samples,
    labels: [
      ...(job.images.length > 0 ? ownText('caption', 'caption', samples, path) : []),
      ...(hasTypes ? [labelsFromNames('alignment type', alignment, false, path)] : []),
    ],
  };
}
