/** Sums of rows by their segment, which is how the gradient of a table that was looked up in is made. */
import { clear, give, place, take, word } from './memory.part';
import { finishTask, jobTasks, takeTask } from './threads.part';

// Words of a job.
const numbers: usize = 8;
const segmentIds: usize = 12;
const result: usize = 16;
const rows: usize = 20;
const columns: usize = 24;
const segments: usize = 28;

/** A range of segments a task. Rows of no segment count nowhere. */
export function segmentSum(control: usize, job: usize, number: i32): void {
  const tasks = word(job, jobTasks), wide = word(job, columns);
  const rowBytes = <usize>wide << 2;
  while (true) {
    const task = takeTask(control, number, tasks);
    if (task < 0) return;
    const first = <i32>(<i64>task * word(job, segments) / tasks);
    const end = <i32>(<i64>(task + 1) * word(job, segments) / tasks);
    clear(place(job, result) + <usize>first * rowBytes, (end - first) * wide);
    for (let row = 0; row < word(job, rows); row++) {
      const segment = load<i32>(place(job, segmentIds) + (<usize>row << 2));
      if (segment < first || segment >= end) continue;
      let from = place(job, numbers) + <usize>row * rowBytes;
      let to = place(job, result) + <usize>segment * rowBytes;
      for (let left = wide; left > 0; left -= 4) {
        give(to, f32x4.add(take(to, left), take(from, left)), left);
        from += 16;
        to += 16;
      }
    }
    finishTask(control, tasks);
  }
}
