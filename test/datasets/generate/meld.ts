/** MELD: CRLF, commas in times, hours of one digit, Windows-1252 in one table, numbers that begin anew in each split, final clips. */
import { csvLine, Dice, text, type MadeFiles } from './files.ts';
import { readFileSync } from 'node:fs';

const emotions = ['neutral', 'joy', 'sadness', 'anger', 'surprise', 'fear', 'disgust'];
const words: Readonly<Record<string, string>> = {
  neutral: 'we could go to the café then',
  joy: 'that’s great, I am so happy',
  sadness: 'I miss her and I cried all night',
  anger: 'get out, you broke my door',
  surprise: 'oh my god, really, you did what',
  fear: 'no, please, there’s somebody behind us',
  disgust: 'ew, that smells like old fish',
};
const sentimentOf: Readonly<Record<string, string>> = {
  neutral: 'neutral',
  joy: 'positive',
  surprise: 'positive',
};
const heading =
  'Sr No.,Utterance,Speaker,Emotion,Sentiment,Dialogue_ID,Utterance_ID,Season,Episode,StartTime,EndTime';

function tables(utterances: Readonly<Record<string, number>>): Record<string, string[]> {
  const dice = new Dice('meld');
  const made: Record<string, string[]> = {};
  for (const [split, rows] of Object.entries(utterances)) {
    const lines = [heading];
    for (let row = 0; row < rows; row++) {
      const emotion = dice.isLucky(0.4) ? 'neutral' : dice.pick(emotions);
      const second = 10 + (row % 40);
      const hour = row % 4 === 0 ? '0' : '00';
      lines.push(
        csvLine([
          // Neither without gaps nor unique.
          row + 1 + Math.floor(row / 30),
          `${words[emotion]!}, number “${dice.below(50)}”`,
          dice.pick(['Chandler', 'Monica', 'Joey']),
          emotion,
          sentimentOf[emotion] ?? 'negative',
          Math.floor(row / 8),
          row % 8,
          1 + (row % 8),
          1 + (row % 20),
          `${hour}:16:${second},059`,
          `${hour}:16:${second + 3},731`,
        ]),
      );
    }
    made[`${split}_sent_emo.csv`] = lines;
  }
  return made;
}

/** Characters of Windows-1252 where they are none of Latin-1's. */
const windows: Readonly<Record<string, number>> = { '’': 0x92, '“': 0x93, '”': 0x94 };

export function meldText(): MadeFiles {
  const made = Object.entries(tables({ train: 400, dev: 120, test: 160 }));
  return Object.fromEntries(
    made.map(([name, lines]) => {
      const content = lines.map((line) => `${line}\r\n`).join('');
      const bytes = name.startsWith('dev')
        ? Uint8Array.from(content, (letter) => windows[letter] ?? letter.charCodeAt(0))
        : text(content);
      return [`MELD.Raw/${name}`, bytes];
    }),
  );
}

/** With a clip for each utterance but one, all the same: what is learned from pictures is not what is looked at here. */
export function meldClips(): MadeFiles {
  const clip = new Uint8Array(readFileSync(new URL('../../fixtures/video/mjpeg.avi', import.meta.url)));
  const files: MadeFiles = {};
  const folders: Readonly<Record<string, string>> = {
    train: 'train/train_splits',
    dev: 'dev/dev_splits_complete',
    test: 'test/output_repeated_splits_test',
  };
  for (const [name, lines] of Object.entries(tables({ train: 48, dev: 24, test: 24 }))) {
    const split = name.split('_')[0]!;
    files[`MELD.Raw/${name}`] = text(lines.map((line) => `${line}\r\n`).join(''));
    for (let row = 0; row < lines.length - 1; row++) {
      const stem = `dia${Math.floor(row / 8)}_utt${row % 8}`;
      // This clip is missing from the real dev too.
      if (split === 'dev' && row === 15) continue;
      files[`MELD.Raw/${folders[split]!}/${stem}.mp4`] = clip;
      if (split === 'test' && row % 6 === 0)
        files[`MELD.Raw/${folders[split]!}/final_videos_test${stem}.mp4`] = clip;
    }
  }
  return files;
}
