/** What else the machine does while nobody is being timed: idle contestants are to be idle. */
import { cpus } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';

/** Share of all processors' time that is used up in the next moment. */
export async function machineLoad(): Promise<number> {
  const before = processorTimes();
  await pause(1000);
  const after = processorTimes();
  return (after.busy - before.busy) / (after.total - before.total);
}

/** In ms since the machine was started. */
function processorTimes(): { busy: number; total: number } {
  let [busy, total] = [0, 0];
  for (const { times } of cpus()) {
    const whole = Object.values(times).reduce((sum, time) => sum + time, 0);
    total += whole;
    busy += whole - times.idle;
  }
  return { busy, total };
}
