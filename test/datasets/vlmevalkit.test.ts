import { describe, expect, it } from 'vitest';
import { png, picture } from './generate/picture.ts';
import { evidence, folder, read } from './sources.ts';

const headings = ['index', 'image', 'question', 'hint', 'A', 'B', 'C', 'answer', 'category', 'split'];
const image = (seed: number) => Buffer.from(png(picture(() => seed / 50, [], 16))).toString('base64');

function tsv(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map((row) => `${row.join('\t')}\n`).join('');
}

/** Questions with one right answer each, as MMBench has them. */
const questions = Array.from({ length: 24 }, (_, i) => {
  const answer = ['A', 'B', 'C'][i % 3]!;
  const split = i < 18 ? 'dev' : 'test';
  const said = i === 0 ? '(A)' : i === 1 ? 'right ' : i === 2 ? 'nobody knows' : answer;
  const options = ['A', 'B', 'C'].map((letter) => (letter === answer ? 'right' : `wrong ${letter}`));
  return [
    i,
    image(i),
    `What is ${i}?`,
    i === 3 ? 'Look.' : '',
    ...options,
    said,
    `kind ${i % 2}`,
    split,
  ];
});

describe('multiple choice as VLMEvalKit has it', () => {
  it('has options and their letters, hints, categories and splits', async () => {
    const recognised = await read(folder([], { 'MMBench.tsv': tsv([headings, ...questions]) }));
    const { inspection, table } = recognised;
    expect(inspection).toMatchObject({ reader: 'vlmevalkit', samples: 24, images: 24, licence: null });
    expect(table.text.options![4]).toBe('A. wrong A\nB. right\nC. wrong C');
    expect(table.text.hint!.slice(2, 5)).toEqual(['', 'Look.', '']);
    const [option] = table.labels;
    expect(option).toMatchObject({ target: { name: 'option', kind: 'choice' } });
    expect([...option!.values].slice(0, 6)).toEqual([0, 1, -1, 0, 1, 2]);
    expect(inspection.targets.map(({ name }) => name)).toEqual(['option', 'answer', 'category']);
    expect(inspection.splits).toMatchObject({ val: { samples: 18 }, test: { samples: 6 } });
  });

  it('takes the table that comes first, and splits by the names of files', async () => {
    const some = (from: number) =>
      tsv([headings.slice(0, 8), ...questions.slice(from, from + 12).map((row) => row.slice(0, 8))]);
    const { inspection } = await read(
      folder([], {
        'Med_TEST.tsv': some(12),
        'Med_VAL.tsv': some(0),
        'Zoo.tsv': tsv([headings, ...questions]),
      }),
    );
    expect(inspection.splits).toMatchObject({ val: { samples: 12 }, test: { samples: 12 } });
    expect(evidence(inspection, 'ignored-files')).toEqual({ files: 1, example: 'Zoo.tsv' });
  });

  it('finds the files of each table that it wrote its images to, and all of a list', async () => {
    const local = (name: string) =>
      tsv([
        ['index', 'image_path', ...headings.slice(2, 8)],
        ...questions.slice(0, 12).map(([index, , ...row], i) => {
          const path = (of: string) => `/home/someone/LMUData/images/${name}/${of}.jpg`;
          const paths = i === 5 ? `['${path('5_0')}', '${path('5_1')}']` : path(String(index));
          return [index!, paths, ...row.slice(0, 6)];
        }),
      ]);
    const names = ['0', '1', '2', '3', '4', '5_0', '5_1', '6', '7', '8', '9', '10', '11'];
    const images = ['part_1', 'part_2'].flatMap((part) =>
      names.map((name) => `images/${part}/${name}.jpg`),
    );
    const { inspection, table } = await read(
      folder(images, { 'part_1_local.tsv': local('part_1'), 'part_2_local.tsv': local('part_2') }),
    );
    expect(inspection).toMatchObject({ reader: 'vlmevalkit', samples: 24, images: 24, several: true });
    expect(evidence(inspection, 'further-images')).toMatchObject({ samples: 2 });
    expect(table.images![5]).toMatchObject({
      path: 'images/part_1/5_0.jpg',
      further: ['images/part_1/5_1.jpg'],
    });
    expect(table.images![12]).toEqual({ kind: 'file', path: 'images/part_2/0.jpg' });
  });
});
