/** From a description, which can cross to a worker, to a source that can be read there. */
import type { Source, SourceDescriptor } from '../domain/index.ts';
import { directorySource } from './directory-source.ts';
import { looseFilesSource } from './loose-files-source.ts';
import { zipSource } from './zip-source.ts';

/** Opens a source without reading anything yet, so it cannot fail. */
export function openSource(descriptor: SourceDescriptor): Source {
  switch (descriptor.kind) {
    case 'directory':
      return directorySource(descriptor.name, descriptor.handle);
    case 'files':
      return looseFilesSource(descriptor.name, descriptor.files);
    case 'zip':
      return zipSource(descriptor.name, descriptor.file);
  }
}
