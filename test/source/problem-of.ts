/** For tests of what goes wrong. */
import { AppError, type Problem } from '../../src/domain/index.ts';

/** The problem that a promise is rejected with; fails where it is fulfilled, or rejected with anything but an AppError. */
export async function problemOf(promise: Promise<unknown>): Promise<Problem> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof AppError) return error.problem;
  throw new Error('expected an AppError', { cause: error });
}
