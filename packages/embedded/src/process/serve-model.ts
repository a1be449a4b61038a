import { orderSchema, type PartAnswer, type Reply } from './messages.ts';

/** Computes one part. */
export type Compute = (part: unknown) => Promise<unknown>;

/**
 * Runs the process of a model: loads the model on order, then computes one part after another, and exits when its
 * parent exits. Signals are left to the parent: Ctrl-C sends SIGINT to the whole process group, and the parent still
 * finishes running requests.
 * @param load Loads the model and returns how a part is computed. Its argument is `ModelSpec.data`.
 * @throws Error when the process was not started by `fork`.
 */
export function serveModel(load: (data: unknown) => Promise<Compute>): void {
  if (process.send === undefined) throw new Error('This file is started by Shoji. Do not run it by hand.');
  // Nothing to answer when the parent has exited.
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
