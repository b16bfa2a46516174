/**
 * Conversations about images in the form of LLaVA (Liu et al., NeurIPS 2023): records of `image`, which is a path or a list of them, and
 * `conversations`, a list of turns with `from` and `value`. Each question with its answer is a sample; all about an image stay
 * together, and with them whatever has another image in common.
 */
import type { Split } from '../../domain/index.ts';
import { Groups } from './groups.ts';
import { NameColumns } from './name-columns.ts';
import { kept, type NamedTable } from './named-table.ts';
import type { ReadingJob } from './published.ts';
import { SampleRows } from './sample-rows.ts';

export const conversationColumns = ['image', 'conversations'];

export interface ConversationForm {
  /** The image of what a record calls one. */
  readonly imageOf: (file: string) => string | undefined;
  /** What an image belongs to, and all questions about it with it. */
  readonly studyOf: (file: string) => string;
  readonly splitOf?: (table: NamedTable) => Split | null;
  /** Gets the answer of each sample: kept by whoever has a use for them, since there may be a million, each a paragraph. */
  readonly onAnswer?: (answer: string, split: Split | null) => void;
}

export interface Conversations {
  readonly samples: SampleRows;
  /** Targets `modality` and `body part`, where records have them. */
  readonly named: NameColumns;
}

/** Reads the tables in their order. */
export async function readConversations(
  tables: readonly NamedTable[],
  { imageOf, studyOf, splitOf = () => null, onAnswer }: ConversationForm,
  job: ReadingJob,
): Promise<Conversations> {
  const samples = new SampleRows(new Map(job.images.map((path) => [path, path])));
  const groups = new Groups();
  const named = new NameColumns(['modality', 'body part']);
  const several = { samples: 0, example: '' };
  for (const table of tables) {
    const split = splitOf(table);
    const wanted = [...conversationColumns, 'modality', 'body_part'];
    const problem = await table.eachRow(wanted, job.signal, (cell, row) => {
      const [file = '', ...others] = cell('image').split('; ').map(kept);
      const path = imageOf(file);
      const studies = [file, ...others].map(studyOf);
      const further = others.length > 0 && { further: others.map((one) => imageOf(one) ?? one) };
      groups.join(studies);
      for (const [turn, { question, answer }] of turnsOf(cell('conversations')).entries()) {
        const facts = {
          study: studies[0]!,
          split,
          text: { question, answer },
          ...(path !== undefined && { image: { kind: 'file', path, ...further } as const }),
        };
        if (samples.add(null, { table: table.path, row, turn, file }, facts) === null) return;
        if (others.length > 0 && several.samples++ === 0) several.example = kept(cell('image'));
        onAnswer?.(answer, split);
        named.add({ modality: cell('modality'), 'body part': cell('body_part') });
      }
    });
    job.note(problem);
  }
  samples.regroup((study) => groups.of(study));
  if (several.samples > 0) job.say({ kind: 'further-images', holds: false, parameters: several });
  return { samples, named };
}

interface Turns {
  readonly question: string;
  readonly answer: string;
}

/** Each question with its answer: one of empty ones where a conversation can't be read, and a last one that nobody answered. */
function turnsOf(json: string): Turns[] {
  const turns: Turns[] = [];
  let asked: string | null = null;
  for (const { from, value } of spoken(json)) {
    if (from === 'human' || from === 'user') asked = withoutTokens(value);
    if (from !== 'gpt' && from !== 'assistant') continue;
    // What is said again is no answer to anything.
    if (asked !== null || turns.length === 0)
      turns.push({ question: asked ?? '', answer: value.trim() });
    asked = null;
  }
  return turns.length > 0 ? turns : [{ question: asked ?? '', answer: '' }];
}

function spoken(json: string): { from: unknown; value: string }[] {
  let turns: unknown;
  try {
    turns = JSON.parse(json);
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
  return (Array.isArray(turns) ? (turns as unknown[]) : []).flatMap((turn) => {
    if (typeof turn !== 'object' || turn === null) return [];
    const { from, value } = turn as { from?: unknown; value?: unknown };
    return typeof value === 'string' ? [{ from, value }] : [];
  });
}

/** Where images stand among the words is nothing that a model here could read. */
function withoutTokens(question: string): string {
  return question.replace(/\s*<image>\s*/g, ' ').trim();
}
