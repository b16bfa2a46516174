/**
 * `predictions-<split>.csv`: what the model said of each sample, for a spreadsheet or a script. RFC 4180: commas, quotes
 * where they are needed, CRLF. Without identifiers it names samples by their row in `tensors.npz` only.
 */
import { labelWidth, type Target } from '../domain/index.ts';

export interface PredictionTable {
  readonly target: Target;
  /** `[samples, labelWidth]`, in the order of `tensors.npz`; -1 where missing. */
  readonly labels: Int32Array;
  /** `[samples, classes]`. */
  readonly probabilities: Float32Array;
  /** Given only where the recipe says that kept files may name samples. `patients` is null where they are not known. */
  readonly identifiers: {
    readonly samples: readonly string[];
    readonly patients: readonly string[] | null;
  } | null;
}

/** Lines are joined to parts of about this many, so that a Blob isn't made of a hundred thousand strings. */
const linesPerPart = 1024;

/**
 * Columns: `index` (row in the split's arrays of `tensors.npz`), `sample` and `patient` where identifiers are given,
 * `label` (the class index, as in `tensors.npz`; for multi-label one column `true:<class>` a class; empty where missing),
 * then one column of probabilities a class, named as the class, with nine significant digits, which give the same float32
 * again. The file starts with a byte order mark only where it is not plain ASCII: spreadsheets take it for another
 * encoding otherwise.
 */
export function predictionsCsv(table: PredictionTable): Blob {
  const parts: string[] = [];
  let lines: string[] = [];
  for (const cells of rowsOf(table)) {
    lines.push(`${cells.map(quote).join(',')}\r\n`);
    if (lines.length < linesPerPart) continue;
    parts.push(lines.join(''));
    lines = [];
  }
  parts.push(lines.join(''));
  const plain = parts.every((part) => isAscii(part));
  return new Blob(plain ? parts : ['\ufeff', ...parts], { type: 'text/csv;charset=utf-8' });
}

function* rowsOf({ target, labels, probabilities, identifiers }: PredictionTable) {
  const { classes } = target;
  const width = labelWidth(target);
  const patients = identifiers?.patients ?? null;
  yield [
    'index',
    ...(identifiers ? ['sample'] : []),
    ...(patients ? ['patient'] : []),
    ...(target.kind === 'multi-label' ? classes.map((name) => `true:${name}`) : ['label']),
    ...classes.map(inert),
  ];
  for (let i = 0; i * width < labels.length; i++) {
    const cells = [String(i)];
    if (identifiers) cells.push(inert(identifiers.samples[i]!));
    if (patients) cells.push(inert(patients[i]!));
    for (let k = 0; k < width; k++) {
      const label = labels[i * width + k]!;
      cells.push(label < 0 ? '' : String(label));
    }
    for (let k = 0; k < classes.length; k++)
      cells.push(String(Number(probabilities[i * classes.length + k]!.toPrecision(9))));
    yield cells;
  }
}

/**
 * Text from a dataset that a spreadsheet would run as a formula gets an apostrophe in front, as OWASP advises against
 * CSV injection. Signed numbers stay as they are.
 */
function inert(text: string): string {
  const isNumber = text.trim() !== '' && Number.isFinite(Number(text));
  return /^[=+\-@\t\r]/.test(text) && !isNumber ? `'${text}` : text;
}

function quote(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return false;
  return true;
}
