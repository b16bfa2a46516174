import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { defaultRecipe } from '../../src/domain/index.ts';
import { cutRows, pixelReader } from '../../src/preprocess/index.ts';
import { edited, expected, madeSource, readMade, renamed, summaryOf, without } from './made.ts';
import { read } from './sources.ts';

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
