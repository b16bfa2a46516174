/** The shapes that the dictionaries have to fill: every kind of problem, evidence and backend reason has its sentence. */
import type {
  Backend,
  BackendChoice,
  Check,
  ErrorKind,
  ErrorParameters,
  EvidenceKind,
  EvidenceParameters,
  FindingParameters,
} from '../domain/index.ts';

/** A problem in words. The file's name is not in them: it is shown beside. */
export interface ProblemText {
  /** What happened, in a few words. */
  readonly what: string;
  /** What was found and what was expected, with the numbers. */
  readonly reason: string;
  /** What the person can do. */
  readonly remedy: string;
}

export type ProblemSentences = {
  readonly [K in ErrorKind]: (parameters: ErrorParameters[K]) => ProblemText;
};

export type EvidenceSentences = {
  readonly [K in EvidenceKind]: (parameters: EvidenceParameters[K]) => string;
};

/** A finding of the health checks in words. */
export interface FindingText {
  /** What was found, with the numbers. */
  readonly what: string;
  readonly why: string;
  /** What the person can do. */
  readonly remedy: string;
}

export type FindingSentences = {
  readonly [K in Check]: (parameters: FindingParameters[K], count: number) => FindingText;
};

export type PassedOver = BackendChoice['tried'][number]['reason'];
export type BackendNames = Readonly<Record<Backend, string>>;

/** A dictionary's shape with the words taken out: strings, functions to strings, and groups of them. */
export type SameShape<T> = {
  readonly [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends (...parameters: infer P) => infer R
      ? (...parameters: P) => R
      : SameShape<T[K]>;
};
