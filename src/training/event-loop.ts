/** Letting messages in: a worker that computes without a pause never hears that it should stop. */

/** Resolves in a new task. Unlike a timer it is not delayed by the browser. */
export async function nextTask(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  await new Promise((resolve) => {
    port1.onmessage = resolve;
    port2.postMessage(null);
  });
  port1.close();
}
