import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { SOURCE_ARGS } from '../../scripts/source-condition.ts';
import { type RunReply, type RunRequest, runReply } from './run-messages.ts';

/** Runs tests in a process that is reused, so that it transforms each module once. */
export interface TestRunner {
  /** `undefined` when the tests did not end in time; the process is killed then, and the next run starts another. */
  run(request: RunRequest, timeoutMs: number): Promise<RunReply | undefined>;
  close(): void;
}

/** Starts no process before the first run. */
export function createTestRunner(): TestRunner {
  let running: ChildProcess | undefined;
  async function warm(): Promise<ChildProcess> {
    if (running?.connected) return running;
    const child = fork(join(import.meta.dirname, 'vitest-process.ts'), {
      cwd: join(import.meta.dirname, '../..'),
      execArgv: [...SOURCE_ARGS],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    running = child;
    if ((await nextMessage(child)) !== 'ready') throw new Error('Vitest did not start.');
    return child;
  }
  return {
    async run(request, timeoutMs) {
      const child = await warm();
      child.send(request);
      const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
      const message = await nextMessage(child);
      clearTimeout(timer);
      const reply = runReply.safeParse(message);
      if (reply.success) return reply.data;
      child.kill('SIGKILL');
      running = undefined;
      return undefined;
    },
    close: () => void running?.kill('SIGKILL'),
  };
}

/** `undefined` when the process ends first. */
function nextMessage(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve) => {
    const settle = (message?: unknown) => {
      child.off('message', settle).off('exit', ended);
      resolve(message);
    };
    const ended = () => settle();
    child.on('message', settle).on('exit', ended);
  });
}
