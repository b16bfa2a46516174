import { describe, expect, it } from 'vitest';
import { evidence, folder, read } from './sources.ts';

const turn = (from: string, value: string) => ({ from, value });
const asked = (image: string | string[] | undefined, ...turns: readonly [string, string][]) => ({
  id: 'any',
  image,
  conversations: turns.flatMap(([question, answer]) => [turn('human', question), turn('gpt', answer)]),
});

const told = Array.from({ length: 20 }, (_, i) =>
  asked(`${i}.jpg`, [`<image>\nWhat is in ${i}?`, `Number ${i} of a kind.`]),
);
const pictures = told.map((_, i) => `images/${i}.jpg`);

describe('conversations in the form of LLaVA', () => {
  it('are questions with their answers, without the tokens of images', async () => {
    const list = [
      ...told,
      asked(['3.jpg', '4.jpg'], ['Compare <image> and <image>.', 'They differ.']),
      {
        image: '5.jpg',
        conversations: [
          turn('system', 'Be brief.'),
          turn('user', 'And this?\n<image>'),
          turn('assistant', 'A scan. '),
          turn('gpt', 'As I said.'),
        ],
      },
      { image: '6.jpg', conversations: [turn('human', 'Nobody knows?')] },
      { image: '7.jpg', conversations: ['broken'] },
    ];
    const { inspection, table } = await read(folder(pictures, { 'chat.json': JSON.stringify(list) }));
    expect(inspection).toMatchObject({ reader: 'llava', samples: 24, images: 20, licence: null });
    expect(Object.keys(table.text)).toEqual(['question', 'answer']);
    const said = table.ids.map((_, i) => [table.text.question![i], table.text.answer![i]]);
    expect(said[0]).toEqual(['What is in 0?', 'Number 0 of a kind.']);
    expect(said.slice(20)).toEqual([
      ['Compare and .', 'They differ.'],
      ['And this?', 'A scan.'],
      ['Nobody knows?', ''],
      ['', ''],
    ]);
    expect(inspection.targets[0]).toMatchObject({ name: 'own answer', kind: 'choice', missing: 2 });
    expect(table.images![20]).toEqual({
      kind: 'file',
      path: 'images/3.jpg',
      further: ['images/4.jpg'],
    });
    expect(evidence(inspection, 'further-images')).toEqual({ samples: 1, example: '3.jpg; 4.jpg' });
  });

  it('are a sample for each turn, and stay together by their images, also by further ones', async () => {
    const list = [
      asked('0.jpg', ['Which organ?', 'The lung.'], ['Is it ill?', 'Yes.'], ['Sure?', 'Yes.']),
      ...told.slice(1),
      asked(['8.jpg', '9.jpg'], ['Are they alike?', 'No.']),
    ];
    const lines = list.map((record) => JSON.stringify(record)).join('\n');
    const { inspection, table } = await read(folder(pictures, { 'chat.jsonl': lines }));
    expect(inspection).toMatchObject({ reader: 'llava', samples: 23, images: 20 });
    expect(table.text.question!.slice(0, 4)).toEqual([
      'Which organ?',
      'Is it ill?',
      'Sure?',
      'What is in 1?',
    ]);
    expect(new Set(table.ids).size).toBe(23);
    expect(table.images![2]).toEqual({ kind: 'file', path: 'images/0.jpg' });
    const groups = table.studies!.map((study) => table.studies!.indexOf(study));
    expect(groups.slice(0, 4)).toEqual([0, 0, 0, 3]);
    expect([10, 11, 22].map((sample) => groups[sample])).toEqual([10, 10, 10]);
  });

  it('have classes where the same answers come again, and splits by the names of files', async () => {
    const closed = (from: number, to: number) =>
      pictures
        .slice(from, to)
        .map((path, i) =>
          asked(path, ['Is it ill?', i % 5 === 4 ? `Who knows ${i}` : i % 2 ? 'Yes' : 'no.']),
        );
    const { inspection, table } = await read(
      folder(pictures, {
        'vqa_test.json': JSON.stringify(closed(15, 20)),
        'vqa_train.json': JSON.stringify(closed(0, 15)),
      }),
    );
    expect(inspection.splits).toMatchObject({ train: { samples: 15 }, test: { samples: 5 } });
    expect(inspection.targets[0]).toMatchObject({ name: 'answer', classes: ['no', 'yes'] });
    expect(table.labels[0]!.minedFrom).toEqual(['answer']);
    expect(table.ids[0]).toBe('vqa_train.json/1');
    expect(inspection.targets.map(({ name }) => name)).not.toContain('own answer');
  });

  it('finds images in other folders than those that are named, unless it could be several', async () => {
    const list = [
      ...told.slice(2).map((record, i) => ({ ...record, image: `/data/llava/images/${i + 2}.jpg` })),
      asked('train/0.jpg', ['Which?', 'The first.']),
      asked('1.png', ['Which?', 'The second.']),
      asked('gone.jpg', ['Which?', 'None.']),
      asked(undefined, ['Which?', 'None at all.']),
    ];
    const images = [...pictures.slice(2), 'a/train/0.jpg', 'a/val/0.jpg', 'b/1.jpg', 'c/1.jpg'];
    const { inspection, table } = await read(folder(images, { 'chat.json': JSON.stringify(list) }));
    expect(inspection).toMatchObject({ reader: 'llava', samples: 19 });
    expect(table.images!.at(-1)).toEqual({ kind: 'file', path: 'a/train/0.jpg' });
    expect(inspection.rejected.map(({ file }) => file)).toEqual(['1.png', 'gone.jpg', '']);
  });
});
