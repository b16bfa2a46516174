/** A full disk, or a browser that lets a page keep no more, as a problem that a person can act on. */
import { appError } from '../domain/index.ts';

/**
 * `quota-exceeded` for the browser's error of that meaning; everything else is handed back as it is.
 * @param neededBytes what was to be written, null where that is not known
 */
export async function asQuotaError(error: unknown, neededBytes: number | null): Promise<unknown> {
  if (!(error instanceof DOMException && error.name === 'QuotaExceededError')) return error;
  const { quota = 0, usage = 0 } = await navigator.storage.estimate();
  const left = Math.max(0, quota - usage);
  // An estimate by which it would have fitted is not the truth (Chromium says 10 GB whatever the disk has).
  const isTrue = neededBytes !== null && left < neededBytes;
  const availableBytes = isTrue ? left : null;
  return appError('quota-exceeded', null, { neededBytes, availableBytes }, error);
}
