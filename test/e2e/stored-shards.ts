/** Looks into what a page keeps on disk: the files of cut tensors in the origin private file system. */
import type { Page } from 'playwright-core';

/** When each file was last written (ms since 1970), by `<cut>/<shard>.bin`. Empty where nothing was ever cut. */
export function storedShards(page: Page): Promise<Record<string, number>> {
  return page.evaluate(async () => {
    const written: Record<string, number> = {};
    const root = await navigator.storage.getDirectory();
    for await (const cuts of root.values()) {
      if (cuts.name !== 'cuts' || cuts.kind !== 'directory') continue;
      for await (const cut of cuts.values()) {
        for await (const shard of (cut as FileSystemDirectoryHandle).values()) {
          const file = await (shard as FileSystemFileHandle).getFile();
          // A file that is being written is empty until its bytes are there.
          if (file.size > 0) written[`${cut.name}/${shard.name}`] = file.lastModified;
        }
      }
    }
    return written;
  });
}
