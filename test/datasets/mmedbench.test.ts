import { describe, expect, it } from 'vitest';
import { madeDatasets } from './generate/catalogue.ts';
import { expected, labelsOf, readMade, renamed, summaryOf } from './made.ts';
import { memorySource } from '../../src/source/index.ts';
import { evidence, read } from './sources.ts';

describe('MMedBench', () => {
  it('is recognised, joined and counted as pandas counts it', async () => {
    const recognised = await readMade('mmedbench');
    expect(recognised.inspection).toMatchObject({ reader: 'mmedbench', rejected: [], images: 0 });
    expect(summaryOf(recognised)).toEqual(expected('mmedbench', 'mmedbench'));
  });

  it.each(['French', 'Japanese'])(
    'takes several answers of %s, as text and as a list',
    async (language) => {
      const recognised = await readMade('mmedbench');
      const { ids } = recognised.table;
      const row = ids.indexOf(`MMedBench/Train/${language}.jsonl/1`);
      const said = labelsOf(recognised, 'options', row);
      expect(Object.values(said).filter((value) => value === 1)).toHaveLength(2);
      expect(recognised.table.labels[0]!.values[row]).toBe(-1);
    },
  );

  it('keeps what is written in six scripts, and the rationale out of what is learned from', async () => {
    const { table } = await readMade('mmedbench');
    const all = table.text.question!.join('');
    for (const word of ['下列哪种药物', '次のうち', 'l’élève', 'давление', '¿Qué fármaco'])
      expect(all).toContain(word);
    expect(Object.keys(table.text)).toEqual(['question', 'options']);
  });
});

describe('MMedC', () => {
  it('is recognised and counted as pandas counts it', async () => {
    const recognised = await readMade('mmedc');
    expect(recognised.inspection).toMatchObject({ reader: 'mmedc', rejected: [], images: 0 });
    expect(summaryOf(recognised)).toEqual(expected('mmedbench', 'mmedc'));
  });

  it('keeps short documents of six scripts letter by letter', async () => {
    const { table } = await readMade('mmedc');
    const written = madeDatasets['mmedc']!();
    const files = table.ids.map((id) => written[id.replace(/\/1$/, '')]!);
    const short = files.flatMap((bytes, row) => (bytes.length < 4096 ? [row] : []));
    expect(short).toHaveLength(216);
    for (const row of short)
      expect(table.text.document![row]).toBe(new TextDecoder().decode(files[row]));
  });

  it('reads twenty thousand of more documents, spread over all, and says how many it left', async () => {
    const bytes = new TextEncoder().encode('a');
    const paths = ['English', 'French'].flatMap((language) =>
      Array.from({ length: 11_000 }, (_, i) => `${language}/web/${String(i).padStart(5, '0')}.txt`),
    );
    const { inspection, table } = await read(
      memorySource('MMedC', Object.fromEntries(paths.map((path) => [path, bytes]))),
    );
    expect(inspection).toMatchObject({ reader: 'mmedc', samples: 20_000 });
    expect(evidence(inspection, 'ignored-files')).toMatchObject({ files: 2000 });
    expect(inspection.targets[0]!.counts.none).toEqual([10_000, 10_000]);
    expect(new Set(table.ids).size).toBe(20_000);
    expect(table.ids.at(-1)).toBe('French/web/10998.txt/1');
  });

  it('knows languages by the archives that they come in', async () => {
    const packed = renamed((path) => path.replace(/^MMedC\/([^/]+)\//, '$1.zip/'));
    const { inspection } = await readMade('mmedc', packed);
    expect(inspection.reader).toBe('mmedc');
    expect(inspection.targets[0]!.classes).toContain('japanese');
    expect(inspection.targets[1]!.classes).toEqual(['filtered_web', 'textbooks']);
  });

  it('leaves out what the authors leave out', async () => {
    const { table } = await readMade('mmedc');
    expect(table.ids.some((id) => id.includes('cultural_filtered_data_used'))).toBe(false);
  });

  it('reads the beginning of long documents and cuts no letter in two', async () => {
    const { inspection, table } = await readMade('mmedc');
    expect(evidence(inspection, 'texts-shortened')).toEqual({ samples: 24, bytes: 4096 });
    expect(table.text.document!.some((one) => one.includes('\ufffd'))).toBe(false);
    const sizes = table.text.document!.map((one) => new TextEncoder().encode(one).length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(4096);
    expect(sizes.filter((size) => size > 4092)).toHaveLength(24);
  });
});
