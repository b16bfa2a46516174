import { describe, expect, it } from 'vitest';
import { defaultRecipe } from '../../src/domain/index.ts';
import { readImage } from '../../src/formats/index.ts';
import { pixelReader } from '../../src/preprocess/index.ts';
import { bytesFile } from '../../src/source/index.ts';
import { madeDatasets } from './generate/catalogue.ts';
import { text as textBytes, type MadeFiles } from './generate/files.ts';
import { edited, expected, madeSource, readMade, renamed, summaryOf } from './made.ts';
import { evidence, read } from './sources.ts';

const val = 'GMAI_mm_bench_VAL.tsv';

describe('GMAI-MMBench', () => {
  it('is recognised, joined and counted as pandas counts it', async () => {
    const recognised = await readMade('gmai-mmbench');
    expect(recognised.inspection).toMatchObject({ reader: 'gmai-mmbench', rejected: [] });
    expect(summaryOf(recognised)).toEqual(expected('gmai_mmbench', 'gmai-mmbench'));
  });

  it('puts part 2 before part 11, and leaves options out that say None', async () => {
    const { table } = await readMade('gmai-mmbench');
    expect(table.ids[30]).toBe('GMAI_mm_bench_TEST_part_2.tsv/2');
    expect(table.text.options![80]).toMatch(/^A\. \w+\nB\. \w+\nC\. \w+\nD\. \w+$/);
  });

  it('has no answers for the test part', async () => {
    const { inspection } = await readMade('gmai-mmbench');
    const option = inspection.targets.find(({ name }) => name === 'option')!;
    expect(option).toMatchObject({ classes: ['A', 'B', 'C', 'D'], missing: 80 });
  });

  it('keeps questions of one image together, which is written once', async () => {
    const { table } = await readMade('gmai-mmbench');
    expect(table.images![9]).toMatchObject({ row: 8 });
    expect(table.studies![9]).toBe(table.studies![8]);
    expect(table.studies![8]).not.toBe(table.studies![7]);
  });

  it('takes the first of several images in a cell, and says that there are others', async () => {
    const whole = madeDatasets['gmai-mmbench']!();
    const lines = new TextDecoder().decode(whole[val]).split('\n');
    const [first, second] = [1, 2].map((line) => lines[line]!.split('\t')[1]!);
    const asList = edited(/VAL/, (text) =>
      text
        .replace(`\t${first!}\t`, `\t['${first!}', '${second!}']\t`)
        .replace(`\t${second!}\t`, `\t['${second!}']\t`),
    );
    const source = madeSource('gmai-mmbench', asList);
    const { inspection, table } = await read(source);
    expect(inspection).toMatchObject({ reader: 'gmai-mmbench', samples: 230, rejected: [] });
    expect(evidence(inspection, 'several-in-cell')).toEqual({ samples: 1, example: `${val}, 2` });
    const reader = pixelReader(source);
    for (const [row, base64] of [first, second].entries()) {
      const bytes = Buffer.from(base64!, 'base64');
      const { data } = await readImage(bytesFile('a.png', new Uint8Array(bytes)));
      expect((await reader.decoded(table.images![80 + row]!, defaultRecipe.cut)).data).toEqual(data);
    }
  });

  it('keeps a list together with the questions about any of its images, whether it has them or names their rows', async () => {
    const lines = new TextDecoder().decode(madeDatasets['gmai-mmbench']!()[val]).split('\n');
    const indexOf = (line: number) => lines[line]!.split('\t')[0]!;
    const imageOf = (line: number) => lines[line]!.split('\t')[1]!;
    const change = edited(/VAL/, (text) =>
      text
        .replace(`\t${imageOf(1)}\t`, `\t['${imageOf(1)}', '${imageOf(3)}']\t`)
        .replace(`\t${imageOf(2)}\t`, `\t['${imageOf(2)}']\t`)
        .replace(`\t${imageOf(5)}\t`, `\t['${indexOf(4)}', '${indexOf(6)}']\t`)
        .replace(`\t${imageOf(7)}\t`, `\t[${indexOf(2)}]\t`),
    );
    const { inspection, table } = await readMade('gmai-mmbench', change);
    expect(evidence(inspection, 'several-in-cell')).toMatchObject({ samples: 2 });
    const studies = table.studies!.slice(80, 88);
    const together = studies.map((study) => studies.indexOf(study));
    expect(together).toEqual([0, 1, 0, 3, 3, 3, 1, 7]);
    expect(table.images![84]).toMatchObject({ row: 3 });
    expect(table.images![86]).toMatchObject({ row: 1 });
  });

  it('takes headings in small letters, as VLMEvalKit writes them, and NA for an option', async () => {
    const small = edited(/tsv$/, (text) => {
      const [heading = '', ...lines] = text.replaceAll('\tGlioma\t', '\tNA\t').split('\n');
      return [heading.toLowerCase(), ...lines].join('\n');
    });
    const { inspection, table } = await readMade('gmai-mmbench', small);
    expect(inspection).toMatchObject({ reader: 'gmai-mmbench', samples: 230 });
    expect(inspection.targets.map(({ name, classes }) => [name, classes.length])).toContainEqual([
      'task',
      2,
    ]);
    expect(table.text.options!.every((options) => /^[A-D]\. NA$/m.test(options))).toBe(true);
  });

  it('finds the files that VLMEvalKit writes out of its tables', async () => {
    const local = (files: MadeFiles): MadeFiles => {
      const lines = new TextDecoder().decode(files[val]).trimEnd().split('\n');
      const made: MadeFiles = {};
      const paths = lines.map((line, row) => {
        const [index, image, ...cells] = line.split('\t');
        if (row === 0) return [index, 'image_path', ...cells].join('\t');
        // Rows that share an image have a path each.
        if (image!.length > 64)
          made[`images/GMAI-MMBench_VAL/${index!}.png`] = new Uint8Array(Buffer.from(image!, 'base64'));
        const path = `/home/someone/LMUData/images/GMAI-MMBench_VAL/${image!.length > 64 ? index! : image!}.png`;
        return [index, path, ...cells].join('\t');
      });
      return { ...made, 'GMAI-MMBench_VAL_local.tsv': textBytes(paths.join('\n')) };
    };
    const { inspection, table } = await readMade('gmai-mmbench', local);
    expect(inspection).toMatchObject({ reader: 'gmai-mmbench', samples: 150, rejected: [] });
    expect(table.images![9]).toEqual({ kind: 'file', path: 'images/GMAI-MMBench_VAL/8.png' });
    expect(table.studies![9]).toBe(table.studies![8]);
  });

  it('is known by the name that VLMEvalKit gives it', async () => {
    const hyphens = (path: string) => path.replace('GMAI_mm_bench', 'GMAI-MMBench');
    const { inspection } = await readMade('gmai-mmbench', renamed(hyphens));
    expect(inspection).toMatchObject({ reader: 'gmai-mmbench', samples: 230 });
  });
});
