/** Which keys the page takes for itself, and when it leaves them to what has the focus. */
import { stepNames, type StepName } from '../../state/index.ts';

/** Whether letters typed here are text. */
export function takesText(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.matches('input:not([type=radio], [type=checkbox]), textarea, select')
  );
}

/** The step whose main button Enter presses: the one with the focus, unless a control there has its own use for Enter. */
export function pressedStep(event: KeyboardEvent): StepName | null {
  if (event.key !== 'Enter' || !(event.target instanceof HTMLElement)) return null;
  if (event.target.matches('button, a, summary, input')) return null;
  const step = event.target.closest<HTMLElement>('[data-step]')?.dataset['step'];
  return stepNames.find((name) => name === step) ?? null;
}
