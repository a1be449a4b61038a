import { orderSchema, type PartAnswer, type Reply } from './messages.ts';

/** Computes one part. */
export type Compute = (part: unknown) => Promise<unknown>;

/**
 * The process of a model: loads it when told to, then computes one part after the other, and ends with whoever started
 * it. Signals are for the parent: a Ctrl-C reaches the whole group, and running requests are to be finished.
 */
export function serveModel(load: (data: unknown) => Promise<Compute>): void {
  if (process.send === undefined)
    throw new Error('This file is started by Shoji and is no program to run by hand.');
  // An aborted caller needs no answer; the process ends then.
  const reply = (message: Reply) => process.send?.(message, undefined, undefined, () => {});
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
  process.on('disconnect', () => process.exit(0));

  let compute: Compute = () => Promise.reject(new Error('The model is not loaded.'));
  process.on('message', async (message: unknown) => {
    const order = orderSchema.parse(message);
    if (order.type === 'run') {
      const answers: PartAnswer[] = [];
      for (const part of order.parts) answers.push(await answerOf(compute, part));
      reply({ type: 'ran', answers });
      return;
    }
    try {
      compute = await load(order.data);
      reply({ type: 'loaded' });
    } catch (error) {
      reply({ type: 'failed', error: messageOf(error) });
    }
  });
}

async function answerOf(compute: Compute, part: unknown): Promise<PartAnswer> {
  try {
    return { value: await compute(part) };
  } catch (error) {
    return { error: messageOf(error) };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
