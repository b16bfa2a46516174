import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import type { Target } from '../../src/domain/index.ts';
import {
  loadingSnippets,
  metricsJson,
  predictionsCsv,
  recipeJson,
  type PredictionTable,
} from '../../src/export/index.ts';
import { sampleRun } from './sample-run.ts';

const target = (classes: readonly string[], kind: Target['kind'] = 'multi-class'): Target => ({
  name: 'finding',
  kind,
  classes,
  mayFlip: false,
});

async function parse(table: PredictionTable): Promise<string[][]> {
  const text = await predictionsCsv(table).text();
  expect(text.endsWith('\r\n')).toBe(true);
  return Papa.parse<string[]>(text.trimEnd()).data;
}

describe('predictions as CSV', () => {
  const table: PredictionTable = {
    target: target(['normal', 'a, "b"', '=1+1']),
    labels: Int32Array.of(2, -1),
    probabilities: Float32Array.of(0.1, 0.2, 0.7, 1e-9, 1, 0),
    identifiers: null,
  };

  test('name samples by their row, quote what needs it, and keep formulas from running', async () => {
    expect(await predictionsCsv(table).text()).toBe(
      `index,label,normal,"a, ""b""",'=1+1\r\n0,2,0.100000001,0.200000003,0.699999988\r\n1,,9.99999972e-10,1,0\r\n`,
    );
  });

  test('give every float32 back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.float32Array({ min: 0, max: 1, noNaN: true, minLength: 1 }), async (drawn) => {
        const [, ...rows] = await parse({
          target: target(['one']),
          labels: new Int32Array(drawn.length),
          probabilities: drawn,
          identifiers: null,
        });
        expect(Float32Array.from(rows, (cells) => Number(cells[2]))).toEqual(
          drawn.map((value) => value + 0),
        );
      }),
    );
  });

  test('of several labels have one truth and one probability a label', async () => {
    const rows = await parse({
      target: target(['a', 'b'], 'multi-label'),
      labels: Int32Array.of(1, 0, -1, 1),
      probabilities: Float32Array.of(0.5, 0.25, 0.75, 1),
      identifiers: null,
    });
    expect(rows).toEqual([
      ['index', 'true:a', 'true:b', 'a', 'b'],
      ['0', '1', '0', '0.5', '0.25'],
      ['1', '', '1', '0.75', '1'],
    ]);
  });

  test('name samples and patients only where they are given', async () => {
    const samples = ['a,b.png', '@c.png'];
    const patients = ['-17', '-x'];
    const rows = await parse({ ...table, identifiers: { samples, patients } });
    expect(rows.map((row) => row.slice(0, 3))).toEqual([
      ['index', 'sample', 'patient'],
      ['0', 'a,b.png', '-17'],
      ['1', "'@c.png", "'-x"],
    ]);
  });

  test('have a byte order mark only where a spreadsheet needs one', async () => {
    const first = async (classes: string[]) => {
      const blob = predictionsCsv({ ...table, target: target(classes) });
      return new Uint8Array(await blob.arrayBuffer())[0];
    };
    expect(await first(['a', 'b', 'c'])).toBe('i'.charCodeAt(0));
    expect(await first(['正常', 'b', 'c'])).toBe(0xef);
  });
});

describe('JSON files', () => {
  test('are the same text whatever the order of keys, and say the same', () => {
    const { recipe, metrics } = sampleRun();
    const reversed = Object.fromEntries(Object.entries(recipe).reverse()) as typeof recipe;
    expect(recipeJson(reversed)).toBe(recipeJson(recipe));
    expect(JSON.parse(recipeJson(recipe))).toEqual(recipe);
    expect(recipeJson(recipe)).toMatch(/^\{\n {2}"version": 1,\n[^]*\}\n$/);
    expect(JSON.parse(metricsJson(metrics))).toEqual(metrics);
  });

  test('never hold a number that is none', () => {
    const { metrics } = sampleRun();
    expect(() => metricsJson({ ...metrics, seed: Number.NaN })).toThrow(RangeError);
  });
});

test('every file that a program reads has a line to paste, with the activation that its target needs', () => {
  const binary = target(['no', 'yes'], 'binary');
  for (const name of ['weights.safetensors', 'tensors.npz', 'predictions-test.csv'] as const)
    expect(loadingSnippets(name, binary)[0]).toMatchObject({ language: 'Python' });
  expect(loadingSnippets('recipe.json', binary)[0]).toMatchObject({ language: 'Shell' });
  expect(loadingSnippets('tfjs/model.json', binary)[0]!.code).toContain('.sigmoid()');
  expect(loadingSnippets('tfjs/model.json', target(['a', 'b', 'c']))[0]!.code).toContain('.softmax()');
  const grades = { ...target(['a', 'b', 'c']), kind: 'ordinal' } as const;
  expect(loadingSnippets('tfjs/model.json', grades)[0]!.code).toContain('.softmax()');
  expect(loadingSnippets('tfjs/model.json', grades, 'cumulative')[0]!.code).toContain(
    '.sigmoid(); // that the true class comes after',
  );
  expect(loadingSnippets('report.html', binary)).toEqual([]);
  expect(loadingSnippets('tfjs/group1-shard1of1.bin', binary)).toEqual([]);
});
