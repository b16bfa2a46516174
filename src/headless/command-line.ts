/** Reads the runner's arguments into a command, and says precisely what is wrong with them. Touches no file. */
import { parseArgs } from 'node:util';

export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'inspect'; readonly source: string; readonly target: string | null }
  | {
      readonly kind: 'run';
      readonly source: string;
      readonly out: string;
      readonly recipe: string | null;
      readonly set: Readonly<Record<string, unknown>>;
      /** Weights that training starts from. */
      readonly start: string | null;
    };

/** Wrong arguments, or a file named by them that can't be used. The message is for the person who typed them. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const usage = `Usage:
  npm run --silent headless -- inspect <folder-or-file> [--target NAME]
  npm run --silent headless -- run <folder-or-file> --out <dir> [--recipe recipe.json] [--set path.to.key=value ...]
    [--start weights.safetensors]

inspect prints one JSON object: what the source was recognised as, its samples, targets and rejected files.
run cuts, trains and evaluates, and writes recipe.json, tensors.npz, weights.safetensors, tfjs/, predictions-<split>.csv,
metrics.json and report.html into <dir>. Its last line on stdout is metrics.json; progress goes to stderr.
--start goes on from the weights of an earlier run; with --set model.start.train=head only a new head is trained on them.

Exit codes: 0 done; 2 bad arguments, source or recipe; 3 the run failed.
CHROME_PATH names the browser to use, where the usual places have none.
`;

/**
 * @param argv what follows the program's name
 * @throws UsageError
 */
export function parseCommandLine(argv: readonly string[]): Command {
  const { values, positionals } = parse(argv);
  if (values.help === true) return { kind: 'help' };

  const [name, source, ...rest] = positionals;
  if (name === undefined) throw new UsageError('Missing command: inspect or run.');
  if (name !== 'inspect' && name !== 'run') {
    throw new UsageError(`Unknown command "${name}": expected inspect or run.`);
  }
  if (source === undefined) throw new UsageError(`Missing <folder-or-file> after "${name}".`);
  if (rest.length > 0) throw new UsageError(`One source is expected, found also: ${rest.join(' ')}`);

  if (name === 'inspect') {
    refuse(values, ['out', 'recipe', 'set', 'start'], name);
    return { kind: 'inspect', source, target: values.target ?? null };
  }
  refuse(values, ['target'], name);
  if (values.out === undefined) throw new UsageError('run needs --out <dir>: where to write the files.');
  return {
    kind: 'run',
    source,
    out: values.out,
    recipe: values.recipe ?? null,
    set: parseSettings(values.set ?? []),
    start: values.start ?? null,
  };
}

interface Values {
  readonly help?: boolean;
  readonly target?: string;
  readonly out?: string;
  readonly recipe?: string;
  readonly set?: readonly string[];
  readonly start?: string;
}

function parse(argv: readonly string[]): { values: Values; positionals: readonly string[] } {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        target: { type: 'string' },
        out: { type: 'string' },
        recipe: { type: 'string' },
        set: { type: 'string', multiple: true },
        start: { type: 'string' },
      },
    });
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}

function refuse(values: Values, names: readonly (keyof Values)[], command: string): void {
  const found = names.find((name) => values[name] !== undefined);
  if (found !== undefined) throw new UsageError(`--${found} has no meaning for "${command}".`);
}

/** `a.b=1` sets the number 1 at the path a.b; what is not JSON is taken as a string, so words need no quotes. */
function parseSettings(settings: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    settings.map((setting) => {
      const equals = setting.indexOf('=');
      const path = setting.slice(0, Math.max(equals, 0));
      if (!/^[^.\s]+(\.[^.\s]+)*$/.test(path)) {
        throw new UsageError(`--set expects path.to.key=value, found "${setting}".`);
      }
      return [path, jsonOrText(setting.slice(equals + 1))];
    }),
  );
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
