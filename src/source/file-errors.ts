/** The browser's errors while reading files, as problems that a person can act on. */
import { AppError, appError } from '../domain/index.ts';

/**
 * `permission-lost` where the person's permission has lapsed or was refused, otherwise `unreadable-file` for every other
 * DOMException (moved, changed, on a disk that was pulled out). Bugs and AppErrors are handed back as they are.
 *
 * @param name of the source, which is what the person has to grant again.
 */
export function asFileError(error: unknown, path: string | null, name: string): unknown {
  if (error instanceof AppError || !(error instanceof DOMException)) return error;
  if (error.name === 'AbortError') return error;
  if (error.name === 'NotAllowedError' || error.name === 'SecurityError')
    return appError('permission-lost', path, { name }, error);
  return appError('unreadable-file', path, { detail: `${error.name}: ${error.message}` }, error);
}

/** There is no file of that path. */
export function noSuchFile(path: string): AppError {
  return appError('unreadable-file', path, { detail: 'NotFoundError' });
}
