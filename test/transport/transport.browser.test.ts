/** The transport over a real worker: errors keep their data, loops end what they started, deaths are noticed. */
import { afterEach, expect, test, vi } from 'vitest';
import { AppError } from '../../src/domain/index.ts';
import { WorkerClient } from '../../src/transport/index.ts';
import TrialWorker from './trial.worker.ts?worker';
import type { TrialService } from './trial.worker.ts';

const client = new WorkerClient<TrialService>('trial', (name) => new TrialWorker({ name }));
const never = new AbortController().signal;

afterEach(() => client.end());

test('an AppError arrives with its problem', async () => {
  const error = await client.call((remote) => remote.fail()).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(AppError);
  expect((error as AppError).problem).toEqual({ kind: 'empty-file', file: 'a/b.png', parameters: {} });
});

test('a bug arrives as what it is', async () => {
  await expect(client.call((remote) => remote.bug())).rejects.toMatchObject({
    name: 'TypeError',
    message: 'a bug',
  });
});

test('a stream delivers its events and its result', async () => {
  const stream = client.stream((remote) => remote.count(3, never));
  const events: number[] = [];
  let step = await stream.next();
  for (; !step.done; step = await stream.next()) events.push(step.value);
  expect(events).toEqual([0, 1, 2]);
  expect(step.value).toBe('counted');
});

test('a stream that throws in the worker throws here after its events', async () => {
  const seen: number[] = [];
  const loop = async (): Promise<void> => {
    for await (const event of client.stream((remote) => remote.failAfter(2))) seen.push(event);
  };
  await expect(loop()).rejects.toMatchObject({
    problem: { kind: 'damaged-table', parameters: { row: 3 } },
  });
  expect(seen).toEqual([0, 1]);
});

test('leaving a loop runs the finally of the worker', async () => {
  for await (const event of client.stream((remote) => remote.count(1000, never))) if (event === 2) break;
  expect(await client.call((remote) => remote.left())).toBe(1);
});

test('an aborted signal ends the loop here and the generator there', async () => {
  const controller = new AbortController();
  const loop = async (): Promise<void> => {
    for await (const event of client.stream(
      (remote) => remote.count(1000, controller.signal),
      controller.signal,
    ))
      if (event === 2) controller.abort();
  };
  await expect(loop()).rejects.toMatchObject({ name: 'AbortError' });
  expect(await client.call((remote) => remote.left())).toBe(1);
});

test('a worker that closes itself fails the call it was serving, and the next call gets a new worker', async () => {
  expect(await client.call((remote) => remote.left())).toBe(0);
  const hanging = client.call((remote) => remote.hang());
  const lost = expect(hanging).rejects.toMatchObject({ problem: { kind: 'worker-lost' } });
  void client.call((remote) => remote.die()).catch(() => undefined);
  await lost;
  expect(await client.call((remote) => remote.left())).toBe(0);
});

test('a worker that replaces one that died while nobody waited knows what that was told', async () => {
  client.tellFirst((remote) => remote.learn('a source'));
  expect(await client.call((remote) => remote.known())).toBe('a source');
  await client.call((remote) => remote.die()).catch(() => undefined);
  // A call can still reach the worker that is about to end, and fail with it.
  await vi.waitFor(async () => {
    expect(await client.call((remote) => remote.known())).toBe('a source');
  });
  client.tellFirst(null);
});

test('what a worker can not be told first fails the call, and is tried again with the next', async () => {
  let times = 0;
  client.tellFirst((remote) => (times++ === 0 ? remote.fail() : remote.learn('a source')));
  await expect(client.call((remote) => remote.known())).rejects.toBeInstanceOf(AppError);
  expect(await client.call((remote) => remote.known())).toBe('a source');
  client.tellFirst(null);
});

test('a script that can not be loaded is a lost worker, not a call that hangs', async () => {
  const missing = new WorkerClient<TrialService>(
    'missing',
    (name) => new Worker('/there-is-no-such-script.js', { type: 'module', name }),
  );
  await expect(missing.call((remote) => remote.left())).rejects.toMatchObject({
    problem: { kind: 'worker-lost' },
  });
});
