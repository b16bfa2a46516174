/**
 * `npm run bench:health [-- samples]`: all health checks of 50,000 made samples (28 px, a text, covariates) in a worker of the
 * installed browser. Prints the time, the longest task of the page's thread, and how many planted copies were found.
 */
import './contract.ts';
import { benchSite } from '../bench-page.ts';

const samples = Number(process.argv[2] ?? 50_000);
const site = await benchSite('bench/health/health.html');
try {
  const times = await site.visit(async (page) => {
    await page.waitForSelector('[data-ready]', { state: 'attached' });
    return await page.evaluate((count) => window.measureHealth(count), samples);
  });
  const { seconds, longestTaskMs, longestPortionMs, planted, found } = times;
  process.stdout.write(
    `${samples} samples: ${seconds.toFixed(1)} s in the worker, stopped within ${Math.round(longestPortionMs)} ms; ` +
      `longest task of the page ${longestTaskMs === 0 ? 'under 50' : Math.round(longestTaskMs)} ms; ` +
      `${found} of ${planted} planted copies\n`,
  );
} finally {
  await site.close();
}
