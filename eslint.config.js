import boundaries from 'eslint-plugin-boundaries';
import svelte from 'eslint-plugin-svelte';
import { defineConfig, globalIgnores } from 'eslint/config';
import globals from 'globals';
import typescript from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/**
 * Which room may import which: the table of the design, from left to right. Every room may also import `domain` and
 * itself. Type imports count like all others, so that a picture of the rooms never has a hidden arrow.
 */
const mayImport = {
  domain: [],
  source: [],
  formats: ['source'],
  datasets: ['source', 'formats'],
  health: [],
  preprocess: ['source', 'formats'],
  storage: [],
  kernels: [],
  models: ['kernels'],
  evaluation: [],
  training: ['models', 'kernels', 'storage', 'evaluation'],
  explanation: ['models', 'training'],
  export: ['storage', 'models', 'evaluation', 'i18n'],
  i18n: [],
  transport: [],
  // A service is what one worker does: it ties the rooms above together, and knows nothing of workers or of the page.
  services: [
    'source',
    'formats',
    'datasets',
    'health',
    'preprocess',
    'storage',
    'kernels',
    'models',
    'evaluation',
    'training',
    'explanation',
    'export',
    'i18n',
  ],
  // The engine turns drops and picked folders into sources, runs the workers, and reads what they stored. It may also name
  // the services' types and load the worker files (see `special`), but never their code.
  engine: ['source', 'storage', 'transport'],
  state: ['engine', 'storage', 'evaluation', 'i18n'],
  ui: ['state', 'i18n'],
  headless: [],
};
const rooms = Object.keys(mayImport);

/** The three kinds of entry: they tie rooms together, so each may import what it has to start. */
const entries = {
  worker: ['services', 'transport', 'kernels'],
  page: ['ui', 'state', 'engine', 'i18n'],
  'headless-page': ['engine', 'source', 'i18n', 'headless'],
};

const elements = rooms.map((room) => ({ type: room, pattern: `src/${room}` }));
const files = [
  // A room that also has something for the page alone puts it into page.ts, since workers compile against index.ts; what its
  // helper threads load is in helper.ts.
  { category: 'public-surface', pattern: ['src/*/index.ts', 'src/*/page.ts', 'src/*/helper.ts'] },
  { category: 'worker', pattern: 'workers/*.ts' },
  { category: 'page', pattern: 'src/main.ts' },
  { category: 'headless-page', pattern: 'src/headless-page.ts' },
];

/** @param {string[]} targets */
const surfaceOf = (targets) => ({
  to: { element: { types: { anyOf: targets } }, file: { categories: 'public-surface' } },
});
const special = [
  { from: { element: { type: 'engine' } }, allow: { to: { file: { categories: 'worker' } } } },
  // Helper threads belong to the worker that trains.
  { from: { element: { type: 'kernels' } }, allow: { to: { file: { categories: 'worker' } } } },
  {
    from: { element: { type: 'engine' } },
    allow: { ...surfaceOf(['services']), dependency: { kind: 'type' } },
  },
];
const directions = [
  ...Object.entries(mayImport).map(([room, targets]) => ({
    from: { element: { type: room } },
    allow: surfaceOf(room === 'domain' ? [] : ['domain', ...targets]),
  })),
  ...Object.entries(entries).map(([entry, targets]) => ({
    from: { file: { categories: entry } },
    allow: surfaceOf(['domain', ...targets]),
  })),
  ...special,
];

export default defineConfig(
  globalIgnores(['dist/', 'test/fixtures/']),
  typescript.configs.strictTypeChecked,
  svelte.configs.recommended,
  svelte.configs.prettier,
  {
    languageOptions: {
      globals: globals.browser,
      parserOptions: {
        projectService: { allowDefaultProject: ['*.js'] },
        extraFileExtensions: ['.svelte'],
      },
    },
    rules: {
      // With noUncheckedIndexedAccess a `!` is how a loop says that its index is within bounds.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_$' },
      ],
      // The rule takes the type arguments of a call for something else than type arguments.
      '@typescript-eslint/no-invalid-void-type': 'off',
      // An async method without await keeps a contract, and turns what it throws into a rejection.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: typescript.parser, svelteConfig } },
  },
  { files: ['**/*.js'], extends: [typescript.configs.disableTypeChecked] },
  {
    files: ['src/**', 'workers/**'],
    ignores: ['src/*.d.ts'],
    plugins: { boundaries },
    settings: {
      'boundaries/elements': elements,
      'boundaries/files': files,
      'import/resolver': { typescript: { project: 'tsconfig.json' } },
    },
    rules: {
      'boundaries/dependencies': [
        'error',
        { default: 'disallow', checkUnknownLocals: true, policies: directions },
      ],
      'boundaries/no-unknown-files': 'error',
    },
  },
  {
    files: ['src/**'],
    ignores: ['src/engine/**'],
    rules: {
      'no-restricted-globals': ['error', { name: 'Worker', message: 'Only the engine starts workers.' }],
    },
  },
);
