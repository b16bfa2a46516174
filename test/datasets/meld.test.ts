import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { defaultRecipe, type Source } from '../../src/domain/index.ts';
import { cutRows, pixelReader } from '../../src/preprocess/index.ts';
import { edited, expected, madeSource, readMade, renamed, summaryOf, without } from './made.ts';
import { evidence, problemOf, read } from './sources.ts';

const video = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../fixtures/video/${name}`, import.meta.url)));

describe('MELD', () => {
  it.each([
    ['meld-text', 0],
    ['meld-clips', 1],
  ])('%s is recognised, joined and counted as pandas counts it', async (name, missing) => {
    const recognised = await readMade(name);
    expect(recognised.inspection).toMatchObject({ reader: 'meld', sharing: 'caution' });
    expect(recognised.inspection.rejected).toHaveLength(missing);
    expect(summaryOf(recognised)).toEqual(expected('meld', name));
  });

  it('keeps dialogues together, and those of equal numbers in two splits apart', async () => {
    const { table } = await readMade('meld-text');
    expect(table.studies![0]).toBe('train 0');
    expect(table.studies![7]).toBe('train 0');
    expect(table.studies![8]).toBe('train 1');
    expect(table.studies![400]).toBe('val 0');
  });

  it('takes the final clip where there are two', async () => {
    const { table } = await readMade('meld-clips');
    const test = table.ids.filter((id) => id.includes('output_repeated_splits_test'));
    expect(test).toHaveLength(24);
    expect(test.filter((id) => id.includes('final_videos_testdia'))).toHaveLength(4);
  });

  it.each([
    ['meld-text', false],
    ['meld-clips', true],
  ])('%s: frames of clips can be cut together, where there are clips', async (name, several) => {
    expect((await readMade(name)).inspection.several).toBe(several);
  });

  it('reads hours of one digit and seconds behind a comma', async () => {
    const { table } = await readMade('meld-text');
    expect(table.covariates!.seconds!.slice(0, 2)).toEqual([3.672, 3.672]);
  });

  it('reads letters in UTF-8 and in Windows-1252 alike', async () => {
    const { table } = await readMade('meld-text');
    const neutral = table.text.utterance!.filter((_, i) => table.labels[0]!.values[i] === 0);
    expect(neutral.length).toBeGreaterThan(200);
    // Curly marks are not looked at: Node takes Windows-1252 for Latin-1, which has none.
    expect(neutral.every((one) => one.includes('café then'))).toBe(true);
    expect(table.text.utterance!.some((one) => /\p{Script=Han}/u.test(one))).toBe(false);
  });

  it('repairs letters that were broken before they were written, and says so', async () => {
    const usual = await readMade('meld-text');
    const breaking = edited(/train_sent_emo/, (text) =>
      text.replaceAll('é', 'Ã©').replaceAll('’', 'â€™').replaceAll('“', 'â€œ').replaceAll('”', 'â€\x9d'),
    );
    const { inspection, table } = await readMade('meld-text', breaking);
    expect(table.text).toEqual(usual.table.text);
    expect(evidence(inspection, 'letters-repaired')).toMatchObject({ texts: 400 });
    expect(evidence(usual.inspection, 'letters-repaired')).toBeUndefined();
  });

  it('names the utterances that are far shorter or longer than others', async () => {
    const usual = await readMade('meld-text');
    expect(evidence(usual.inspection, 'unusual-lengths')).toBeUndefined();
    const lasting = (end: string) => `0:16:20,059","${end}"`;
    const ends = [
      '0:16:20,143',
      '0:16:20,059',
      '0:16:20,558',
      '0:16:20,560',
      '0:17:21,059',
      '0:20:15,059',
    ];
    const rows = edited(/test_sent_emo/, (text) =>
      text
        .split('\r\n')
        .map((line, i) => {
          const end = ends[i - 1];
          return end === undefined ? line : line.replace(/0?0:16:\d\d,059","[^"]*"/, lasting(end));
        })
        .join('\r\n'),
    );
    const { inspection } = await readMade('meld-text', rows);
    const said = inspection.evidence.filter(({ kind }) => kind === 'unusual-lengths');
    expect(said.map(({ parameters }) => parameters)).toEqual([
      { utterances: 3, from: 0, to: 0.499, example: 'test dia0_utt1, test dia0_utt0, test dia0_utt2' },
      { utterances: 2, from: 61, to: 235, example: 'test dia0_utt5, test dia0_utt4' },
    ]);
  });

  it('does not open pickles of features, and says what to open instead', async () => {
    const evil = new TextEncoder().encode("cos\nsystem\n(S'true'\ntR.");
    const pickles = ['audio_sentiment.pkl', 'data_emotion.p', 'text_glove_CNN_emotion.pkl'];
    const added = Object.fromEntries(pickles.map((name) => [`MELD.Raw/features/${name}`, evil]));
    const opened: string[] = [];
    const watched = (source: Source): Source => ({
      ...source,
      open: (path) => {
        opened.push(path);
        return source.open(path);
      },
    });
    const beside = await read(watched(madeSource('meld-text', (files) => ({ ...files, ...added }))));
    expect(beside.inspection).toMatchObject({ reader: 'meld', samples: 680 });
    expect(beside.inspection.rejected.map(({ kind, file }) => [kind, file])).toEqual(
      Object.keys(added).map((path) => ['computed-features', path]),
    );
    const alone = await problemOf(watched(madeSource('meld-text', () => added)));
    expect(alone).toMatchObject({
      kind: 'computed-features',
      parameters: { instead: expect.stringContaining('train_sent_emo.csv') as string },
    });
    const images = { 'a/1.png': evil, 'a/2.png': evil, 'b/1.png': evil, 'b/2.png': evil };
    const folders = await read(madeSource('meld-text', () => ({ ...images, ...added })));
    expect(folders.inspection).toMatchObject({
      reader: 'class-folders',
      rejected: [{ kind: 'computed-features' }],
    });
    expect(opened.some((path) => path.endsWith('.csv'))).toBe(true);
    expect(opened.filter((path) => /\.p(?:kl)?$/.test(path))).toEqual([]);
  });

  it('names clips of dyadic dialogues by their old numbers', async () => {
    const dyadic = edited(/sent_emo/, (text) =>
      text
        .replace('Dialogue_ID,Utterance_ID', 'Old_Dialogue_ID,Old_Utterance_ID')
        .replace(/^(Sr No.*?)\r/, '$1,Dialogue_ID,Utterance_ID\r')
        .replace(/(,731")\r/g, '$1,99,1\r'),
    );
    const named = renamed((path) => path.replace('sent_emo', 'sent_emo_dya'));
    const { inspection, table } = await readMade('meld-clips', (files) => named(dyadic(files)));
    expect(inspection.samples).toBe(95);
    expect(table.studies![0]).toBe('train 99');
  });

  it('takes a time that ends where it began for no seconds', async () => {
    const still = edited(/train_sent_emo/, (text) => text.replace(/"([\d:,]+)","[\d:,]+"/, '"$1","$1"'));
    expect((await readMade('meld-text', still)).table.covariates!.seconds![0]).toBe(0);
  });

  it('has no sample for clips that nobody labelled, nor for what macOS leaves beside them', async () => {
    const clip = new Uint8Array([1]);
    const usual = await readMade('meld-clips');
    const { inspection, table } = await readMade('meld-clips', (files) => ({
      'MELD.Raw/train/train_splits/._dia0_utt0.mp4': clip,
      'MELD.Raw/train/train_splits/dia300_utt0.mp4': clip,
      'MELD.Raw/test/output_repeated_splits_test/._final_videos_testdia0_utt1.mp4': clip,
      ...files,
    }));
    expect(table.ids).toEqual(usual.table.ids);
    expect(inspection.rejected).toEqual(usual.inspection.rejected);
  });

  it('finds tables and clips wherever each archive was unpacked', async () => {
    const usual = await readMade('meld-clips');
    const moved = renamed((path) =>
      path
        .replace('MELD.Raw/train_sent', 'x/train/train_sent')
        .replace('MELD.Raw/', 'x/MELD.Raw/MELD.Raw/')
        .replace('train/train_splits', 'train_splits'),
    );
    const { inspection, table } = await readMade('meld-clips', moved);
    expect(inspection).toMatchObject({ reader: 'meld', samples: 95 });
    expect(table.text).toEqual(usual.table.text);
  });

  it('has damaged clips, which are rejected one by one when they are cut', async () => {
    // Cut off before its index, as one of the real train is, and one of which nothing was written.
    const [damaged, empty] = ['dia0_utt1', 'dia0_utt2'].map((clip) => `train_splits/${clip}.mp4`);
    const source = madeSource('meld-clips', (files) =>
      Object.fromEntries(
        Object.entries(files).map(([path, bytes]) =>
          path.endsWith(damaged!)
            ? [path, video('h264.mp4').subarray(0, 1500)]
            : path.endsWith(empty!)
              ? [path, new Uint8Array()]
              : [path, bytes],
        ),
      ),
    );
    const { table } = await read(source);
    const rows = cutRows(pixelReader(source), table.images!, [0, 1, 2, 3], defaultRecipe.cut, 3);
    const found: string[] = [];
    for await (const one of rows) found.push('problem' in one ? one.problem.kind : 'picture');
    expect(found).toEqual(['picture', 'truncated-image', 'empty-file', 'picture']);
  });

  it('does without a split', async () => {
    const { inspection } = await readMade('meld-text', without(/train/));
    expect(inspection).toMatchObject({ reader: 'meld', samples: 280 });
  });
});
