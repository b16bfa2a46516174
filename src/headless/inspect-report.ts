/** What `inspect` prints, made from an inspection. Pure: the sentences come from whoever has the dictionary. */
import {
  splits,
  type Evidence,
  type Finding,
  type Inspection,
  type Problem,
  type TargetSummary,
} from '../domain/index.ts';
import type { InspectReport, TargetReport } from './contract.ts';

/** Sentences in the report's language. */
export interface Wording {
  readonly evidence: (evidence: Evidence) => string;
  readonly reason: (problem: Problem) => string;
  readonly finding: (finding: Finding) => {
    readonly what: string;
    readonly why: string;
    readonly remedy: string;
  };
}

/**
 * @param findings what was found in the target that is learned from
 * @param target name of the only target to report; null reports all
 * @returns the report; `targets` is empty, and `boxTarget` null, where there is no target of that name
 */
export function inspectReport(
  inspection: Inspection,
  findings: readonly Finding[],
  target: string | null,
  wording: Wording,
): InspectReport {
  const isWanted = ({ name }: TargetSummary) => target === null || name === target;
  const { boxTarget } = inspection;
  return {
    dataset: inspection.dataset,
    title: inspection.title,
    evidence: inspection.evidence.map((evidence) => wording.evidence(evidence)),
    samples: inspection.samples,
    patients: inspection.patients,
    images: inspection.images,
    rejected: inspection.rejected.map((problem) => ({
      file: problem.file,
      kind: problem.kind,
      reason: wording.reason(problem),
    })),
    targets: inspection.targets.filter(isWanted).map(targetReport),
    text: inspection.text,
    covariates: inspection.covariates,
    boxes: inspection.boxes,
    boxTarget: boxTarget !== null && isWanted(boxTarget) ? targetReport(boxTarget) : null,
    splits: inspection.splits ?? {},
    health: findings.map((finding) => {
      const { check, severity, count, examples } = finding;
      return { check, severity, count, examples, ...wording.finding(finding) };
    }),
  };
}

/** Counts by class name; splits without a sample are left out. */
function targetReport({ name, kind, classes, counts, missing, uncertain }: TargetSummary): TargetReport {
  const named = ([...splits, 'none'] as const)
    .filter((split) => counts[split].some((count) => count > 0))
    .map((split) => [
      split,
      Object.fromEntries(classes.map((label, i) => [label, counts[split][i] ?? 0])),
    ]);
  return {
    name,
    kind,
    classes,
    counts: Object.fromEntries(named) as TargetReport['counts'],
    missing,
    uncertain,
  };
}
