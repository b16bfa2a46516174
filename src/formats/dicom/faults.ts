/** What can be wrong with a DICOM file. */
import { type AppError, appError, type SourceFile } from '../../domain/index.ts';

export const label = 'DICOM';

export interface Faults {
  truncated(): AppError;
  damaged(detail: string, cause?: unknown): AppError;
  unsupported(detail: string): AppError;
}

export function faultsOf(file: SourceFile): Faults {
  return {
    truncated: () => appError('truncated-image', file.path, { format: label, bytes: file.size }),
    damaged: (detail, cause) => appError('damaged-image', file.path, { format: label, detail }, cause),
    unsupported: (detail) => appError('unsupported-image', file.path, { format: label, detail }),
  };
}
