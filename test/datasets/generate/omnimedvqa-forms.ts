/** OmniMedVQA in the forms in which others publish it, and its questions as any benchmark and any conversation has them. */
import { text, type MadeFiles } from './files.ts';
import { omniMedVqa } from './omnimedvqa.ts';

const letters = ['A', 'B', 'C', 'D'] as const;

interface MadeQuestion {
  readonly question: string;
  readonly image: string;
  readonly options: readonly string[];
  /** A letter, '' where no option is the answer. */
  readonly answer: string;
  readonly modality: string;
}

/** Those of open access, in the order in which they are read. */
function questionsOf(files: MadeFiles): MadeQuestion[] {
  const paths = Object.keys(files).filter((path) => path.includes('Open-access'));
  const plain = (one: string) => one.toLowerCase().replace(/\.$/, '');
  return paths.sort().flatMap((path) => {
    const records = JSON.parse(new TextDecoder().decode(files[path])) as Record<string, string>[];
    return records.map((record) => {
      const options = letters.flatMap((letter) => record[`option_${letter}`] ?? []);
      const at = options.findIndex((option) => plain(option) === plain(record.gt_answer!));
      return {
        question: record.question!,
        image: record.image_path!,
        options,
        answer: letters[at] ?? '',
        modality: record.modality_type ?? record.modality!,
      };
    });
  });
}

/** As `KKYYKK/OmniMed_VLM` has it, in three parts; an image that comes again is the index of its row. */
export function inParts(files: MadeFiles, name: (part: number) => string): MadeFiles {
  const made: MadeFiles = {};
  const questions = questionsOf(files);
  for (const [i, part] of [1, 2, 10].entries()) {
    const first = new Map<string, number>();
    const rows = questions
      .slice(i * 120, (i + 1) * 120)
      .map(({ question, image, options, answer }, at) => {
        const before = first.get(image);
        first.set(image, before ?? at);
        const cell = before ?? Buffer.from(files[`OmniMedVQA/${image}`]!).toString('base64');
        return [at, cell, question, ...letters.map((_, k) => options[k] ?? ''), answer];
      });
    const lines = [['index', 'image', 'question', ...letters, 'answer'], ...rows];
    made[name(part)] = text(lines.map((row) => `${row.join('\t')}\n`).join(''));
  }
  return made;
}

/** As `Med-R1/Splits` has it: each question once by modality and once by its type, where splits are others. */
export function asMedR1(files: MadeFiles): MadeFiles {
  const made = Object.fromEntries(Object.entries(files).filter(([path]) => !path.endsWith('.json')));
  const lists = new Map<string, unknown[]>();
  questionsOf(files).forEach(({ question, image, options, answer, modality }, i) => {
    const listed = options.map((option, k) => `${letters[k]!})${option}`).join(', ');
    const record = {
      image,
      problem: `${question} ${listed}`,
      solution: `<answer> ${answer} </answer>`,
    };
    const [byModality, byType] = i % 10 < 8 ? ['train', 'test'] : ['test', 'train'];
    const type = options.length > 2 ? 'Disease Diagnosis' : 'Modality Recognition';
    for (const path of [
      `Splits/modality/${byModality}/${modality}_${byModality}.json`,
      `Splits/question_type/${byType}/${type}_${byType}.json`,
    ])
      lists.set(path, [...(lists.get(path) ?? []), record]);
  });
  for (const [path, records] of lists) made[path] = text(JSON.stringify(records));
  return made;
}

export function omniMedVqaParts(): MadeFiles {
  return inParts(omniMedVqa(), (part) => `OmniMed_VLM/part_${part}.tsv`);
}

export function omniMedVqaMedR1(): MadeFiles {
  return asMedR1(omniMedVqa());
}

export function vlmEvalKitTable(): MadeFiles {
  return inParts(omniMedVqa(), (part) => `MedBench_VAL_${part}.tsv`);
}

/** The questions about an image are turns of one conversation. */
export function llavaConversations(): MadeFiles {
  const files = omniMedVqa();
  const made = Object.fromEntries(Object.entries(files).filter(([path]) => !path.endsWith('.json')));
  const turns = new Map<string, { from: string; value: string }[]>();
  for (const { image, question, options, answer } of questionsOf(files)) {
    const said = turns.get(image) ?? [];
    const token = said.length === 0 ? '<image>\n' : '';
    const told = options[letters.findIndex((letter) => letter === answer)] ?? 'Nobody knows.';
    turns.set(image, [
      ...said,
      { from: 'human', value: token + question },
      { from: 'gpt', value: told },
    ]);
  }
  const records = Array.from(turns, ([image, conversations], id) => ({ id, image, conversations }));
  made['OmniMedVQA/conversations.json'] = text(JSON.stringify(records));
  return made;
}
