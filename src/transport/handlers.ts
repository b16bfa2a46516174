/**
 * What comlink can't carry between page and workers by itself: AppErrors with their data, AbortSignals, and async
 * generators (progress that is pulled, and whose `finally` runs when the other side stops listening). Both sides call
 * `installTransport()` once before anything crosses.
 */
import { expose, releaseProxy, transferHandlers, wrap, type Remote } from 'comlink';
import { AppError, type Problem } from '../domain/index.ts';

/** Registers the three handlers; calling it again changes nothing. */
export function installTransport(): void {
  if (transferHandlers.has('abort-signal')) return;
  carryErrors();
  transferHandlers.set('abort-signal', {
    canHandle: (value): value is AbortSignal => value instanceof AbortSignal,
    serialize: sendSignal,
    deserialize: receiveSignal,
  });
  transferHandlers.set('async-generator', {
    canHandle: isGenerator,
    serialize: sendGenerator,
    deserialize: receiveGenerator,
  });
}

interface Thrown {
  readonly value: unknown;
}
type SentError =
  { readonly problem: Problem; readonly stack: string | undefined } | { readonly other: unknown };

/** comlink's own handler keeps only name, message and stack of an error; an AppError goes as its problem instead. */
function carryErrors(): void {
  const original = transferHandlers.get('throw');
  if (!original) throw new Error('comlink has no handler for thrown values; its version changed');
  transferHandlers.set('throw', {
    canHandle: (value): value is unknown => original.canHandle(value),
    serialize(thrown: unknown): [SentError, Transferable[]] {
      const { value } = thrown as Thrown;
      if (value instanceof AppError) return [{ problem: value.problem, stack: value.stack }, []];
      const [other, transfer] = original.serialize(thrown);
      return [{ other }, transfer];
    },
    deserialize(sent: SentError): unknown {
      if (!('problem' in sent)) return original.deserialize(sent.other);
      const error = new AppError(sent.problem);
      if (sent.stack !== undefined) error.stack = sent.stack;
      throw error;
    },
  });
}

interface SentSignal {
  readonly aborted: boolean;
  readonly port: MessagePort;
}

function sendSignal(signal: AbortSignal): [SentSignal, Transferable[]] {
  const { port1, port2 } = new MessageChannel();
  signal.addEventListener('abort', () => port1.postMessage('abort'), { once: true });
  return [{ aborted: signal.aborted, port: port2 }, [port2]];
}

function receiveSignal({ aborted, port }: SentSignal): AbortSignal {
  const controller = new AbortController();
  if (aborted) controller.abort();
  port.onmessage = () => controller.abort();
  return controller.signal;
}

type Generator = AsyncGenerator<unknown, unknown, void>;

function isGenerator(value: unknown): value is Generator {
  return (
    typeof value === 'object' &&
    value !== null &&
    Symbol.asyncIterator in value &&
    'next' in value &&
    'return' in value
  );
}

/** The two calls of a generator that cross: `for await` pulls with `next` and leaves with `return`. */
interface GeneratorCalls {
  next(): Promise<IteratorResult<unknown, unknown>>;
  return(): Promise<void>;
}

function sendGenerator(generator: Generator): [MessagePort, Transferable[]] {
  const { port1, port2 } = new MessageChannel();
  const calls: GeneratorCalls = {
    next: () => generator.next(),
    return: async () => {
      await generator.return(undefined);
    },
  };
  expose(calls, port1);
  return [port2, [port2]];
}

async function* receiveGenerator(port: MessagePort): Generator {
  const remote: Remote<GeneratorCalls> = wrap<GeneratorCalls>(port);
  let ended = false;
  try {
    for (;;) {
      const result = await remote.next();
      if (result.done) {
        ended = true;
        return result.value;
      }
      yield result.value;
    }
  } catch (error) {
    // The generator itself threw: it has ended, so there is nothing left to return from.
    ended = true;
    throw error;
  } finally {
    if (!ended) await remote.return();
    remote[releaseProxy]();
  }
}
