/** Made datasets as sources, and what was recognised in the shape of `expectations`. */
import { readFileSync } from 'node:fs';
import type { Source, TargetSummary } from '../../src/domain/index.ts';
import { memorySource } from '../../src/source/index.ts';
import { withArchives } from '../../src/source/with-archives.ts';
import type { Recognised } from '../../src/datasets/index.ts';
import { madeDatasets } from './generate/catalogue.ts';
import type { MadeFiles } from './generate/files.ts';
import { read } from './sources.ts';

/** @param change gives other files than those that are made: renamed, left out, damaged */
export function madeSource(
  name: string,
  change: (files: MadeFiles) => MadeFiles = (files) => files,
): Source {
  return withArchives(memorySource(name, change({ ...madeDatasets[name]!() })));
}

export function readMade(name: string, change?: (files: MadeFiles) => MadeFiles) {
  return read(madeSource(name, change));
}

/** The files whose paths match go. */
export function without(pattern: RegExp): (files: MadeFiles) => MadeFiles {
  return (files) => Object.fromEntries(Object.entries(files).filter(([path]) => !pattern.test(path)));
}

/** Paths as they become; null leaves a file out. */
export function renamed(rename: (path: string) => string): (files: MadeFiles) => MadeFiles {
  return (files) =>
    Object.fromEntries(Object.entries(files).map(([path, bytes]) => [rename(path), bytes]));
}

/** One text file with other words in it. */
export function edited(
  pattern: RegExp,
  edit: (text: string) => string,
): (files: MadeFiles) => MadeFiles {
  return (files) =>
    Object.fromEntries(
      Object.entries(files).map(([path, bytes]) =>
        pattern.test(path)
          ? [path, new TextEncoder().encode(edit(new TextDecoder().decode(bytes)))]
          : [path, bytes],
      ),
    );
}

/** What `expectations/<script>.json` says of a made dataset. */
export function expected(script: string, name: string): unknown {
  const file = new URL(`expectations/${script}.json`, import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>)[name];
}

export function summaryOf({ inspection, table }: Recognised) {
  const count = (split: string) =>
    table.officialSplits.filter((one) => (one ?? 'none') === split).length;
  const splits = ['train', 'val', 'test', 'none'].map((split) => [split, count(split)] as const);
  return {
    samples: inspection.samples,
    patients: inspection.patients,
    splits: Object.fromEntries(splits.filter(([, samples]) => samples > 0)),
    // Where a text of its own stands among drawn ones is chance, which nobody can count independently.
    targets: Object.fromEntries(
      inspection.targets
        .filter(
          ({ name }) => table.labels.find((one) => one.target.name === name)?.options?.kind !== 'drawn',
        )
        .map((target) => [target.name, targetOf(target)]),
    ),
    covariates: fields(inspection.covariates),
    text: fields(inspection.text),
    boxes: table.boxes === undefined ? null : boxesOf(table.boxes),
  };
}

function targetOf({ classes, counts, missing, uncertain, unmentioned }: TargetSummary) {
  const present = Object.entries(counts).filter(([, numbers]) => numbers.some((one) => one > 0));
  const named = present.map(([split, numbers]) => [
    split,
    Object.fromEntries(classes.map((name, i) => [name, numbers[i]])),
  ]);
  return { counts: Object.fromEntries(named) as unknown, missing, uncertain, unmentioned };
}

function fields(found: readonly { readonly name: string; readonly samples: number }[]) {
  return Object.fromEntries(found.map(({ name, samples }) => [name, samples]));
}

function boxesOf(boxes: NonNullable<Recognised['table']['boxes']>) {
  const classes: Record<string, number> = {};
  let area = 0;
  for (const { className, width, height } of boxes) {
    classes[className] = (classes[className] ?? 0) + 1;
    area += width * height;
  }
  return {
    samples: new Set(boxes.map(({ sample }) => sample)).size,
    classes,
    area: Math.floor(area),
  };
}

/** Values of a target for a sample by class name, 1, 0 or what `LabelColumn` has below. */
export function labelsOf({ table }: Recognised, target: string, sample: number): Record<string, number> {
  const column = table.labels.find((one) => one.target.name === target)!;
  const at = sample * column.width;
  return Object.fromEntries(column.target.classes.map((name, i) => [name, column.values[at + i]!]));
}
