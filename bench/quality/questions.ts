/** The part of the bench on questions about pictures, a known share of which nobody can answer. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { knownAnswers } from '../../test/datasets/generate/known-answers.ts';
import { equally, measure, type Check, type PartResult } from './part.ts';

/** Of accuracy, which is 0 to 1: what a network may miss by. */
const tolerance = 0.03;

/** Closed questions of which some are answered by a coin, and open ones of which some have answers that train lacks. */
export async function questions(folder: string): Promise<PartResult> {
  const dataset = 'questions of known answerability';
  const images = { train: 600, val: 100, test: 300 };
  const { files, design } = knownAnswers({ images, coins: 0.3, unseen: 0.2 });
  for (const [path, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
  const run = await measure(dataset, join(folder, 'known'), {});
  const answers = run.metrics.splits.test?.answers;
  const checks = (['closed', 'open'] as const).flatMap((kind): Check[] => {
    const group = answers?.[kind];
    const { questions: asked, right } = design[kind];
    const unseen = kind === 'open' ? design.open.unseen : 0;
    const accuracy = group?.acc.value ?? NaN;
    const wanted = right / asked;
    return [
      {
        ...{ dataset, what: `test ACC of ${kind} questions`, seconds: run.seconds },
        figure: accuracy.toFixed(4),
        wanted: `${wanted.toFixed(4)} ± ${tolerance}`,
        isReached: Math.abs(accuracy - wanted) <= tolerance,
      },
      equally(
        dataset,
        `ceiling: answerable of ${asked} ${kind} questions`,
        group?.answerable ?? NaN,
        asked - unseen,
        run.seconds,
      ),
    ];
  });
  return { runs: [run], checks };
}
