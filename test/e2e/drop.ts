/**
 * Drops files and folders on a page as a person does, by the browser's own drag events: only these give the page a
 * `FileSystemDirectoryHandle`, which no script can make up.
 */
import type { Page } from 'playwright-core';

/**
 * Drags over the page and lets go.
 * @param paths absolute paths of files and folders on this machine
 * @param at where on the viewport, in CSS px
 */
export async function drop(
  page: Page,
  paths: readonly string[],
  at = { x: 640, y: 300 },
): Promise<void> {
  // The page is made when its words are there, which its load event does not wait for.
  await page.locator('[data-step="data"]').waitFor();
  const session = await page.context().newCDPSession(page);
  // 1 is "copy", which is what a file manager offers.
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, ...at, data });
  await session.detach();
}
