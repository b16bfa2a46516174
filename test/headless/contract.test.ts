import { describe, expect, it } from 'vitest';
import { downloadName, exitCodeOf, fileNameOf, type Failure } from '../../src/headless/contract.ts';
import type { ErrorKind } from '../../src/domain/index.ts';

function failure(kind: ErrorKind): Failure {
  return { name: 'AppError', kind, file: null, reason: '', remedy: '' };
}

describe('exitCodeOf', () => {
  it.each(['empty-source', 'no-images', 'bad-recipe', 'recipe-does-not-fit', 'one-class'] as const)(
    'is 2 for what the person gave: %s',
    (kind) => {
      expect(exitCodeOf(failure(kind))).toBe(2);
    },
  );

  it.each(['worker-lost', 'gpu-lost', 'quota-exceeded', 'training-diverged', 'no-backend'] as const)(
    'is 3 for a run that failed: %s',
    (kind) => {
      expect(exitCodeOf(failure(kind))).toBe(3);
    },
  );

  it('is 3 for a bug', () => {
    expect(exitCodeOf({ name: 'TypeError', stack: 'TypeError: x is undefined' })).toBe(3);
  });
});

describe('download names', () => {
  it.each([
    ['tfjs/model.json', 'tfjs__model.json'],
    ['predictions-test.csv', 'predictions-test.csv'],
    ['tfjs/group1-shard1of2.bin', 'tfjs__group1-shard1of2.bin'],
  ])('%s travels as %s', (name, travelling) => {
    expect(downloadName(name)).toBe(travelling);
    expect(fileNameOf(travelling)).toBe(name);
  });
});
