/** How much the browser lets a page keep: a full disk, without filling one. */
import type { Page } from 'playwright-core';

/**
 * Lets the page's origin keep `moreBytes` beyond what it keeps now. Returns a function that lifts the limit again; a page that
 * is closed has none.
 */
export async function limitQuota(page: Page, moreBytes: number): Promise<() => Promise<void>> {
  const { origin } = new URL(page.url());
  const session = await page.context().newCDPSession(page);
  const { usage } = await session.send('Storage.getUsageAndQuota', { origin });
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: usage + moreBytes });
  return async () => {
    await session.send('Storage.overrideQuotaForOrigin', { origin });
    await session.detach();
  };
}
