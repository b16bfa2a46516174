/** From a description, which can cross to a worker, to a source that can be read there. */
import type { Source, SourceDescriptor } from '../domain/index.ts';
import { archiveSource } from './archive-source.ts';
import { directorySource } from './directory-source.ts';
import { looseFilesSource } from './loose-files-source.ts';
import { deepestArchive, withArchives } from './with-archives.ts';

/** Opens a source without reading anything yet, so it cannot fail. Archives in it are entered as folders are. */
export function openSource(descriptor: SourceDescriptor): Source {
  switch (descriptor.kind) {
    case 'directory':
      return withArchives(directorySource(descriptor.name, descriptor.handle));
    case 'files':
      return withArchives(looseFilesSource(descriptor.name, descriptor.files));
    case 'archive':
      return withArchives(archiveSource(descriptor.name, descriptor.file), deepestArchive - 1);
  }
}
