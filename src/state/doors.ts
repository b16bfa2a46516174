/** The ways in which a browser hands over files, injected because they need one. */
import type { SourceDescriptor } from '../domain/index.ts';

export interface Doors {
  /** Has to be called in the drop event's handler, before any await. */
  readonly describeDrop: (drop: DataTransfer) => Promise<SourceDescriptor>;
  readonly describeFiles: (files: Iterable<File>) => SourceDescriptor;
  /** Null where the browser has no folder dialog of its own; then `<input webkitdirectory>` has to do. */
  readonly pickDirectory: (() => Promise<SourceDescriptor | null>) | null;
}
