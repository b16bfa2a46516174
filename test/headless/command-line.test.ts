import { describe, expect, it } from 'vitest';
import { parseCommandLine, UsageError } from '../../src/headless/command-line.ts';

describe('parseCommandLine', () => {
  it('reads inspect', () => {
    expect(parseCommandLine(['inspect', 'folder'])).toEqual({
      kind: 'inspect',
      source: 'folder',
      target: null,
    });
    expect(parseCommandLine(['inspect', 'a.npz', '--target', 'grade'])).toMatchObject({
      target: 'grade',
    });
  });

  it('reads run with every option', () => {
    const argv = [
      'run',
      'a.npz',
      '--out',
      'out',
      '--recipe',
      'r.json',
      '--set',
      'seed=1',
      '--set',
      'cut.size=64',
      '--start',
      'w.safetensors',
    ];
    expect(parseCommandLine(argv)).toEqual({
      kind: 'run',
      source: 'a.npz',
      out: 'out',
      recipe: 'r.json',
      set: { seed: 1, 'cut.size': 64 },
      start: 'w.safetensors',
    });
  });

  it.each([
    ['seed=3', { seed: 3 }],
    ['inputs=image+text', { inputs: 'image+text' }],
    ['target=null', { target: null }],
    ['target="null"', { target: 'null' }],
    ['training.augment.flip=false', { 'training.augment.flip': false }],
    [
      'reading.columns={"file":"path","labels":["a=b"]}',
      { 'reading.columns': { file: 'path', labels: ['a=b'] } },
    ],
    ['target=', { target: '' }],
    ['target=a=b', { target: 'a=b' }],
  ])('takes JSON as JSON and everything else as text: --set %s', (setting, set) => {
    expect(parseCommandLine(['run', 's', '--out', 'o', '--set', setting])).toMatchObject({ set });
  });

  it('knows help before anything else', () => {
    expect(parseCommandLine(['-h'])).toEqual({ kind: 'help' });
    expect(parseCommandLine(['run', '--help'])).toEqual({ kind: 'help' });
  });

  it.each([
    [[], 'Missing command'],
    [['train', 'x'], 'Unknown command "train"'],
    [['inspect'], 'Missing <folder-or-file> after "inspect"'],
    [['inspect', 'a', 'b', 'c'], 'found also: b c'],
    [['inspect', 'a', '--out', 'o'], '--out has no meaning for "inspect"'],
    [['run', 'a'], '--out <dir>'],
    [['run', 'a', '--out', 'o', '--target', 't'], '--target has no meaning for "run"'],
    [['run', 'a', '--out', 'o', '--set', 'seed'], 'path.to.key=value, found "seed"'],
    [['run', 'a', '--out', 'o', '--set', '=1'], 'path.to.key=value'],
    [['run', 'a', '--out', 'o', '--set', 'a..b=1'], 'path.to.key=value'],
    [['run', 'a', '--out', 'o', '--verbose'], '--verbose'],
    [['run', 'a', '--out'], '--out'],
  ])('refuses %j', (argv, message) => {
    expect(() => parseCommandLine(argv)).toThrow(UsageError);
    expect(() => parseCommandLine(argv)).toThrow(message);
  });
});
