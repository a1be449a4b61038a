import { existsSync } from 'node:fs';
import { z } from 'zod';
import { serveModel } from './serve-model.ts';

const partSchema = z.discriminatedUnion('do', [
  z.object({ do: z.literal('echo'), text: z.string() }),
  z.object({ do: z.literal('log') }),
  z.object({ do: z.literal('pid') }),
  z.object({ do: z.literal('fail') }),
  z.object({ do: z.literal('crash') }),
  /** Blocks its event loop, as a native model does, until the file exists. */
  z.object({ do: z.literal('block'), until: z.string() }),
]);
/** A test's order to this model. */
export type FixturePart = z.infer<typeof partSchema>;

const log: string[] = [];

serveModel(async (data) => {
  if (data === 'broken') throw new Error('there is no such model');
  return async (part) => {
    const order = partSchema.parse(part);
    switch (order.do) {
      case 'echo':
        log.push(order.text);
        return order.text;
      case 'log':
        return log;
      case 'pid':
        return process.pid;
      case 'fail':
        throw new Error('the part cannot be computed');
      case 'crash':
        process.kill(process.pid, 'SIGKILL');
        return undefined;
      case 'block':
        while (!existsSync(order.until)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
        return order.until;
    }
  };
});
