/**
 * MELD (Poria et al., ACL 2019): utterances of the series Friends with the emotion that they were spoken in, as text, and with the clips
 * where they are there. Samples come in the order of the tables: train, dev, test. Dialogues stay together.
 */
import { appError, splits, type Split } from '../domain/index.ts';
import { baseName } from './listing.ts';
import type { Files } from './published/files.ts';
import { imagesBy } from './published/images.ts';
import { LabelValues, oneOf } from './published/label-values.ts';
import { kept, type NamedTable } from './published/named-table.ts';
import { publishedReader, type Findings, type ReadingJob } from './published/published.ts';
import { SampleRows } from './published/sample-rows.ts';
import { splitOfWord } from './split-words.ts';

const columns = ['Utterance', 'Emotion', 'Sentiment', 'Dialogue_ID', 'Utterance_ID'];
/** Of dyadic dialogues, which were numbered anew; the clips have the old numbers. */
const old = ['Old_Dialogue_ID', 'Old_Utterance_ID'] as const;
const others = ['Speaker', 'Season', 'Episode', 'StartTime', 'EndTime', ...old];
const emotions = ['neutral', 'joy', 'sadness', 'anger', 'surprise', 'fear', 'disgust'];
const sentiments = ['neutral', 'positive', 'negative'];
/** Seconds. What is shorter is hardly a word (eight clips have two frames), what is longer has a mistake in its times. */
const [shortest, longest] = [0.5, 60];
/** Of the authors' models: sequences of vectors by `dialogue_utterance`. */
const features = /^data_(?:emotion|sentiment)\.p$|^(?:text|audio)_.*(?:emotion|sentiment)\.pkl$/;

export const meld = publishedReader({
  name: 'meld',
  title: 'MELD',
  licence: 'GPL-3.0; the clips are of the series Friends, for research',
  sharing: 'caution',
  async find(files) {
    const names = [/^(?:train|dev|test)_sent_emo\.csv$/, /^(?:train|dev|test)_sent_emo_dya\.csv$/];
    for (const name of names) {
      const tables = await files.tablesAt(files.named(name), columns);
      const [first] = tables;
      if (first !== undefined)
        return { file: first.path, columns, read: (job) => read(bySplit(tables), job) };
    }
    const [pickle] = featuresIn(files);
    if (pickle !== undefined) throw pickle;
    return null;
  },
});

/** What to say of each file of features. None of them is opened. */
function featuresIn(files: Files) {
  const instead = 'train_sent_emo.csv, dev_sent_emo.csv, test_sent_emo.csv';
  return files.named(features).map((path) => appError('computed-features', path, { instead }));
}

/** One table a split, train first: copies lie about. */
function bySplit(tables: readonly NamedTable[]): (readonly [Split, NamedTable])[] {
  return splits.flatMap((split) => {
    const table = tables.find(({ path }) => splitOfWord(baseName(path).split('_')[0]!) === split);
    return table === undefined ? [] : [[split, table] as const];
  });
}

const folders: Readonly<Record<string, Split>> = {
  train_splits: 'train',
  dev_splits_complete: 'val',
  output_repeated_splits_test: 'test',
};

/** Numbers begin anew in each split, so that the folder belongs to the key. */
function clipsOf(paths: readonly string[]): ReadonlyMap<string, string> {
  const keyOf = (isFinal: boolean) => (path: string) => {
    const [, final, clip] = /^(final_videos_test)?(dia\d+_utt\d+)\./.exec(baseName(path)) ?? [];
    const split = path.split('/').map((part) => folders[part]);
    const found = split.find((one) => one !== undefined);
    return clip === undefined || found === undefined || (final !== undefined) !== isFinal
      ? null
      : `${found} ${clip}`;
  };
  // Where a clip of test is there twice, the one that is called final is right.
  return new Map([...imagesBy(paths, keyOf(false)), ...imagesBy(paths, keyOf(true))]);
}

async function read(
  tables: readonly (readonly [Split, NamedTable])[],
  job: ReadingJob,
): Promise<Findings> {
  const samples = new SampleRows(clipsOf(job.images));
  const [emotion, sentiment] = [new LabelValues(1), new LabelValues(1)];
  const lengths: Length[] = [];
  for (const [split, table] of tables) {
    const problem = await table.eachRow([...columns, ...others], job.signal, (cell, row) => {
      const [dialogue, utterance] = [cell('Dialogue_ID'), cell('Utterance_ID')];
      const clip = `dia${cell(old[0]) || dialogue}_utt${cell(old[1]) || utterance}`;
      const seconds = secondsBetween(cell('StartTime'), cell('EndTime'));
      const facts = {
        split,
        study: `${split} ${dialogue}`,
        text: { utterance: kept(cell('Utterance')) },
        covariates: {
          speaker: kept(cell('Speaker')) || null,
          season: numberOf(cell('Season')),
          episode: numberOf(cell('Episode')),
          seconds,
        },
      };
      const place = { table: table.path, row, file: `${clip}.mp4` };
      const before = samples.length;
      if (samples.add(`${split} ${clip}`, place, facts) === null || samples.length === before) return;
      emotion.add([emotions.indexOf(cell('Emotion').toLowerCase())]);
      sentiment.add([sentiments.indexOf(cell('Sentiment').toLowerCase())]);
      if (seconds !== null) lengths.push({ name: `${split} ${clip}`, seconds });
    });
    job.note(problem);
  }
  sayLengths(lengths, job);
  for (const { problem } of featuresIn(job.files)) job.note(problem);
  const { path } = tables[0]![1];
  return {
    samples,
    labels: [
      emotion.toColumn(oneOf('emotion', emotions), path),
      sentiment.toColumn(oneOf('sentiment', sentiments), path),
    ],
  };
}

interface Length {
  readonly name: string;
  readonly seconds: number;
}

/** The shortest and the longest by name, where they are hardly what the table says of them. */
function sayLengths(lengths: readonly Length[], job: ReadingJob): void {
  const inOrder = [...lengths].sort((a, b) => a.seconds - b.seconds);
  const short = inOrder.filter(({ seconds }) => seconds < shortest);
  const long = inOrder.filter(({ seconds }) => seconds > longest);
  for (const [some, first] of [
    [short, short],
    [long, [...long].reverse()],
  ] as const) {
    if (some.length === 0) continue;
    const example = first.slice(0, 3).map(({ name }) => name);
    const parameters = {
      utterances: some.length,
      from: some[0]!.seconds,
      to: some.at(-1)!.seconds,
      example: example.join(', '),
    };
    job.say({ kind: 'unusual-lengths', holds: false, parameters });
  }
}

const numberOf = (cell: string) => (/^\d+$/.test(cell) ? Number(cell) : null);

/** `00:16:16,059`, also with a single digit for the hour; null where a time is missing. */
function secondsBetween(start: string, end: string): number | null {
  const [from, to] = [start, end].map((time) => {
    const [, hours, minutes, seconds] = /^(\d+):(\d+):(\d+(?:[.,]\d+)?)$/.exec(time) ?? [];
    return seconds === undefined
      ? NaN
      : Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds.replace(',', '.'));
  });
  const length = to! - from!;
  return Number.isNaN(length) ? null : Math.round(length * 1000) / 1000;
}
