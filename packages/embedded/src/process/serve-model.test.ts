import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Order } from './messages.ts';

const MODEL = fileURLToPath(new URL('fixture-model.test-helper.ts', import.meta.url));

/** Starts the process of the fixture model; `ask` sends an order and waits for the reply. */
function served() {
  const child = fork(MODEL, { serialization: 'advanced', execArgv: process.execArgv });
  onTestFinished(() => void child.kill('SIGKILL'));
  return {
    child,
    async ask(order: Order): Promise<unknown> {
      const reply = once(child, 'message');
      child.send(order);
      const [message]: unknown[] = await reply;
      return message;
    },
  };
}

describe('serveModel', () => {
  it('loads the model, and then answers each part in order', async () => {
    const { ask } = served();
    expect(await ask({ type: 'load', data: undefined })).toEqual({ type: 'loaded' });
    const parts = [{ do: 'echo', text: 'a' }, { do: 'fail' }, { do: 'echo', text: 'b' }];
    expect(await ask({ type: 'run', parts })).toEqual({
      type: 'ran',
      answers: [{ value: 'a' }, { error: 'Error: the part cannot be computed' }, { value: 'b' }],
    });
  });

  it('reports why a model cannot be loaded, and then refuses to compute', async () => {
    const { ask } = served();
    expect(await ask({ type: 'load', data: 'broken' })).toEqual({
      type: 'failed',
      error: 'Error: there is no such model',
    });
    expect(await ask({ type: 'run', parts: [{ do: 'pid' }] })).toEqual({
      type: 'ran',
      answers: [{ error: 'Error: The model is not loaded.' }],
    });
  });

  it('ends when the parent’s channel closes', async () => {
    const { child, ask } = served();
    await ask({ type: 'load', data: undefined });
    const exit = once(child, 'exit');
    child.disconnect();
    expect(await exit).toEqual([0, null]);
  });

  it('refuses to be started by hand', async () => {
    const child = spawn(process.execPath, [...process.execArgv, MODEL], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let printed = '';
    child.stderr.on('data', (chunk) => {
      printed += chunk;
    });
    const [code]: unknown[] = await once(child, 'close');
    expect(code).toBe(1);
    expect(printed).toContain('started by Shoji');
  });
});
