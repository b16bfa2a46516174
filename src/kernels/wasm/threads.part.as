/**
 * Work shared among threads. Every thread has its own instance of this module over the same memory. A job is a list of
 * 32-bit words: which kind, how many tasks, and what the kind needs. Tasks write to different places, so results don't
 * depend on who does them. The thread that offers a job waits for tasks, not for helpers: one that sleeps costs nothing.
 */

// The control block: each word that threads write lies in a cache line of its own.
const generation: usize = 0;
/** The job's number in the upper half, its next task in the lower; `closed` once its words may change. */
const ticket: usize = 64;
const finished: usize = 128;
const currentJob: usize = 192;
const quits: usize = 196;

/**
 * How often a thread looks for news before it sleeps: some 200 microseconds, longer than TensorFlow.js takes from kernel to kernel.
 */
const spins = 40000;
/** A helper that needs longer than this for one task has died. In nanoseconds. */
const patience: i64 = 20_000_000_000;

/** More than any job's tasks. */
const closed: i64 = 0x7fffffff;

export const jobKind: usize = 0;
export const jobTasks: usize = 4;

/**
 * The next task of job number `current`, or -1. A helper that comes late may have read `tasks` and the other words while the
 * next job was written into them; it then finds this one closed. Who gets a task keeps the job from ending, and so its words
 * from changing.
 */
export function takeTask(control: usize, current: i32, tasks: i32): i32 {
  while (true) {
    const seen = atomic.load<i64>(control + ticket);
    const task = <i32>seen;
    if (<i32>(seen >> 32) != current || task >= tasks) return -1;
    if (atomic.cmpxchg<i64>(control + ticket, seen, seen + 1) == seen) return task;
  }
}

export function finishTask(control: usize, tasks: i32): void {
  if (atomic.add<i32>(control + finished, 1) + 1 == tasks) atomic.notify(control + finished, 1);
}

/** Offers a job to the helpers, and gives its number. Those that sleep are left alone where there is nothing to share. */
export function offer(control: usize, job: usize): i32 {
  const number = atomic.load<i32>(control + generation) + 1;
  store<u32>(control + currentJob, <u32>job);
  atomic.store<i32>(control + finished, 0);
  atomic.store<i64>(control + ticket, <i64>number << 32);
  atomic.store<i32>(control + generation, number);
  if (load<i32>(job + jobTasks) > 1) atomic.notify(control + generation, -1);
  return number;
}

/** Waits until all tasks of the job at hand are done, and closes it. False where a helper died over one. */
export function join(control: usize, number: i32, tasks: i32): bool {
  if (!allDone(control, tasks)) return false;
  atomic.store<i64>(control + ticket, (<i64>number << 32) | closed);
  return true;
}

function allDone(control: usize, tasks: i32): bool {
  for (let i = 0; i < spins; i++) {
    if (atomic.load<i32>(control + finished) == tasks) return true;
  }
  let done = atomic.load<i32>(control + finished);
  while (done != tasks) {
    const outcome = atomic.wait<i32>(control + finished, done, patience);
    const now = atomic.load<i32>(control + finished);
    if (outcome == AtomicWaitResult.TIMED_OUT && now == done) return false;
    done = now;
  }
  return true;
}

/** The number of the next job after `seen`. */
export function awaitJob(control: usize, seen: i32): i32 {
  let number = atomic.load<i32>(control + generation);
  for (let i = 0; i < spins && number == seen; i++) number = atomic.load<i32>(control + generation);
  while (number == seen) {
    atomic.wait<i32>(control + generation, seen, -1);
    number = atomic.load<i32>(control + generation);
  }
  return number;
}

/** The address of the job at hand, 0 where helpers are to end. */
export function jobAtHand(control: usize): usize {
  return atomic.load<i32>(control + quits) != 0 ? 0 : load<u32>(control + currentJob);
}

/** Ends all helpers. */
export function quit(control: usize): void {
  atomic.store<i32>(control + quits, 1);
  atomic.add<i32>(control + generation, 1);
  atomic.notify(control + generation, -1);
}
