/** The browser's own folder dialog. Only Chromium has it; elsewhere the page offers `<input webkitdirectory>`. */
import type { SourceDescriptor } from '../domain/index.ts';

/** Whether `pickDirectory` can work here. */
export function canPickDirectory(): boolean {
  return 'showDirectoryPicker' in globalThis;
}

/** Asks for a folder, to be read only. Null where the person closed the dialog. Needs a click to have happened. */
export async function pickDirectory(): Promise<SourceDescriptor | null> {
  if (window.showDirectoryPicker === undefined) return null;
  try {
    // The id lets the browser begin where the person was last time.
    const handle = await window.showDirectoryPicker({ id: 'dataset', mode: 'read' });
    return { kind: 'directory', name: handle.name, handle };
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return null;
    throw error;
  }
}
