/** The page's steps as a person finds and uses them: by their state and their main button. */
import type { Locator, Page } from 'playwright-core';
import type { StepName, StepStatus } from '../../src/state/index.ts';

/** Far more than any step of these small datasets takes, on a slow machine too. */
const mostMs = 120_000;

export function stepOf(page: Page, step: StepName): Locator {
  return page.locator(`[data-step="${step}"]`);
}

/**
 * Waits until a step is in the state.
 * @throws Error with the failure's words as soon as the step shows one, unless failing is what is waited for
 */
export async function reach(page: Page, step: StepName, state: StepStatus): Promise<void> {
  const wanted = stepOf(page, step).and(page.locator(`[data-state="${state}"]`));
  const failure = page.locator('[data-failure]').first();
  if (state === 'failed') return wanted.waitFor({ timeout: mostMs });
  await wanted.or(failure).first().waitFor({ timeout: mostMs });
  if (await wanted.isVisible()) return;
  throw new Error(`waiting for "${step}" to be ${state}: ${await failure.innerText()}`);
}

/** Presses a control of a step, which it can have more than one of: `start-cut`, `make-files`, … */
export async function press(page: Page, action: string): Promise<void> {
  await page.locator(`[data-action="${action}"]`).first().click();
}

/** Unfolds a step, unless it is. */
export async function unfold(page: Page, step: StepName): Promise<void> {
  const heading = stepOf(page, step).locator('h2 button');
  if ((await heading.getAttribute('aria-expanded')) === 'false') await heading.click();
}

/** Unfolds the options of a step, if it has any folded. */
export async function openOptions(page: Page, step: StepName): Promise<void> {
  await stepOf(page, step).locator('details:not([open]) > summary').first().click();
}

/** Asks the model of "Try it" for a picture with a text. Returns the probability of each class. */
export async function askModel(page: Page, image: string, text: string): Promise<Map<string, number>> {
  const section = page.locator('[data-part="try-it"]');
  const answer = section.locator('[data-part="answer"]');
  const before = (await answer.count()) === 0 ? null : await answer.locator('ol').innerHTML();
  // The text first: an image is asked about at once, beside the text that is there.
  await section.locator('#try-text').fill(text);
  await section.locator('#try-image').setInputFiles(image);
  await section.locator('[data-action="ask"]').click();
  await answer.locator('li').first().waitFor();
  await page.waitForFunction(
    (earlier) => document.querySelector('[data-part="answer"] ol')?.innerHTML !== earlier,
    before,
  );
  const likelihoods = new Map<string, number>();
  for (const line of await answer.locator('li').all())
    likelihoods.set(
      (await line.getAttribute('data-class')) ?? '',
      Number(await line.getAttribute('data-probability')),
    );
  return likelihoods;
}
