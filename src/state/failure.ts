/**
 * What a step shows when something went wrong. A problem that a person can act on keeps its kind, so that its sentences follow
 * the language; anything else is a mistake of ours and says so. That somebody stopped something is neither.
 */
import { AppError, type Problem } from '../domain/index.ts';
import { problemText, words, type Locale, type ProblemText } from '../i18n/index.ts';

export type Failure =
  | { readonly kind: 'problem'; readonly problem: Problem; readonly details: string }
  | { readonly kind: 'bug'; readonly message: string; readonly details: string };

/** Null where the error only says that somebody stopped it. */
export function failureOf(error: unknown): Failure | null {
  if (isAbort(error)) return null;
  if (error instanceof AppError)
    return { kind: 'problem', problem: error.problem, details: detailsOf(error, error.problem) };
  const message = error instanceof Error ? error.message : String(error);
  return { kind: 'bug', message, details: detailsOf(error, null) };
}

/** The sentences for a failure. */
export function failureText(failure: Failure, locale: Locale): ProblemText {
  if (failure.kind === 'problem') return problemText(failure.problem, locale);
  const { bug } = words(locale).shell;
  return { what: bug.what, reason: bug.reason(failure.message), remedy: bug.remedy };
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

/** For "copy details": the problem as data, then the chain of errors. Stacks are copied, never shown. */
function detailsOf(error: unknown, problem: Problem | null): string {
  const lines = problem === null ? [] : [JSON.stringify(problem, null, 2)];
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    lines.push(cause.stack ?? `${cause.name}: ${cause.message}`);
  if (!(error instanceof Error)) lines.push(String(error));
  return lines.join('\n\n');
}
