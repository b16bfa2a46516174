import { expect, test } from 'vitest';
import { EventQueue } from '../../src/engine/event-queue.ts';

test('events arrive in order, whether they come before or while one waits', async () => {
  const queue = new EventQueue<number>();
  queue.push(1);
  setTimeout(() => {
    queue.push(2);
    queue.push(3);
    queue.end();
  });
  const seen: number[] = [];
  for await (const event of queue) seen.push(event);
  expect(seen).toEqual([1, 2, 3]);
});

test('a failure is thrown after the events before it', async () => {
  const queue = new EventQueue<number>();
  queue.push(1);
  queue.fail(new RangeError('full'));
  const seen: number[] = [];
  const loop = async (): Promise<void> => {
    for await (const event of queue) seen.push(event);
  };
  await expect(loop()).rejects.toThrow('full');
  expect(seen).toEqual([1]);
});

test('an event pushed while another is handled is not lost', async () => {
  const queue = new EventQueue<number>();
  queue.push(1);
  const seen: number[] = [];
  for await (const event of queue) {
    seen.push(event);
    if (event < 3) queue.push(event + 1);
    else queue.end();
  }
  expect(seen).toEqual([1, 2, 3]);
});
