/** The lint rule that keeps the rooms apart is itself tested: a rule that silently matches nothing looks just as green. */
import { ESLint } from 'eslint';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const configFile = fileURLToPath(new URL('../../eslint.config.js', import.meta.url));
const direction = 'boundaries/dependencies';

/** The rule looks at where an import leads, so the files that the snippets import have to exist. */
const files = [
  'src/domain/index.ts',
  'src/engine/index.ts',
  'src/health/inner.ts',
  'src/services/index.ts',
  'src/source/page.ts',
  'src/state/index.ts',
  'src/state/inner.ts',
  'src/storage/index.ts',
  'src/training/index.ts',
  'src/ui/index.ts',
  'test/x.ts',
  'workers/x.worker.ts',
];

describe('directions between rooms', () => {
  let tree: string;
  let eslint: ESLint;

  beforeAll(async () => {
    tree = await mkdtemp(join(tmpdir(), 'microtome-directions-'));
    for (const file of files) {
      await mkdir(dirname(join(tree, file)), { recursive: true });
      await writeFile(join(tree, file), 'export const a = 1;\nexport type A = number;\n');
    }
    eslint = new ESLint({
      cwd: tree,
      overrideConfigFile: configFile,
      ruleFilter: ({ ruleId }) => ruleId === direction,
      overrideConfig: {
        languageOptions: { parserOptions: { projectService: false } },
        settings: { 'boundaries/root-path': tree },
      },
    });
  });
  afterAll(() => rm(tree, { recursive: true }));

  async function reported(path: string, code: string): Promise<(string | null)[]> {
    const results = await eslint.lintText(code, { filePath: join(tree, path) });
    return results
      .flatMap((result) => result.messages)
      .map((message) => message.ruleId ?? message.message);
  }

  it.each([
    [
      'a room that is not in the table',
      'src/formats/x.ts',
      "import { a } from '../ui/index.ts';\nexport { a };",
    ],
    ['a type', 'src/formats/x.ts', "import type { A } from '../state/index.ts';\nexport type B = A;"],
    ['a re-export', 'src/health/x.ts', "export * from '../storage/index.ts';"],
    ['a dynamic import', 'src/evaluation/x.ts', "export const a = import('../training/index.ts');"],
    [
      'an inner file of an allowed room',
      'src/ui/x.ts',
      "import { a } from '../state/inner.ts';\nexport { a };",
    ],
    [
      'anything from domain',
      'src/domain/x.ts',
      "import { a } from '../storage/index.ts';\nexport { a };",
    ],
    ['a room from the entry', 'src/main.ts', "import { a } from './training/index.ts';\nexport { a };"],
    ['the page from a worker', 'workers/x.ts', "import { a } from '../src/ui/index.ts';\nexport { a };"],
    [
      'code behind a worker',
      'src/engine/x.ts',
      "import { a } from '../services/index.ts';\nexport { a };",
    ],
    ['a file outside the rooms', 'src/ui/x.ts', "import { a } from '../../test/x.ts';\nexport { a };"],
    [
      'a type inside a component',
      'src/ui/X.svelte',
      '<script lang="ts">\n  import type { A } from \'../engine/index.ts\';\n  let { a }: { a: A } = $props();\n</script>\n\n{a}',
    ],
  ])('reports %s', async (_, path, code) => {
    expect(await reported(path, code)).toEqual([direction]);
  });

  it.each([
    [
      "a package's asset",
      'src/training/x.ts',
      "import url from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';\nexport { url };",
    ],
    [
      'what a service carries out',
      'src/services/x.ts',
      "import { a } from '../training/index.ts';\nexport { a };",
    ],
    ['what the page mounts', 'src/main.ts', "import { a } from './ui/index.ts';\nexport { a };"],
    ['an allowed room', 'src/ui/x.ts', "import { a } from '../state/index.ts';\nexport { a };"],
    [
      'what a room has for the page alone',
      'src/engine/x.ts',
      "import { a } from '../source/page.ts';\nexport { a };",
    ],
    [
      'the type of a service',
      'src/engine/x.ts',
      "import type { A } from '../services/index.ts';\nexport type B = A;",
    ],
    [
      'a worker file',
      'src/engine/x.ts',
      "import X from '../../workers/x.worker.ts?worker';\nexport { X };",
    ],
    ['domain', 'src/health/x.ts', "import type { A } from '../domain/index.ts';\nexport type B = A;"],
    ['the own room', 'src/health/x.ts', "import { a } from './inner.ts';\nexport { a };"],
    ['a package', 'src/formats/x.ts', "import { unzip } from 'unzipit';\nexport { unzip };"],
    [
      'what a worker exposes',
      'workers/x.ts',
      "import { a } from '../src/services/index.ts';\nexport { a };",
    ],
  ])('allows %s', async (_, path, code) => {
    expect(await reported(path, code)).toEqual([]);
  });
});
