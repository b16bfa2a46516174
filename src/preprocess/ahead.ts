/**
 * Results in the order of the inputs, with `count` more started before they are asked for. An error is thrown when its turn
 * comes, and with it those still under way are given up.
 */
export async function* ahead<Input, Output>(
  inputs: Iterable<Input> | AsyncIterable<Input>,
  start: (input: Input) => Promise<Output>,
  count: number,
): AsyncGenerator<Output, void, void> {
  const settled: Promise<PromiseSettledResult<Output>>[] = [];
  for await (const input of inputs) {
    settled.push(Promise.allSettled([start(input)]).then(([only]) => only));
    if (settled.length > count) yield outcome(await settled.shift()!);
  }
  for (const one of settled) yield outcome(await one);
}

function outcome<Output>(settled: PromiseSettledResult<Output>): Output {
  if (settled.status === 'rejected') throw settled.reason;
  return settled.value;
}
