import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { SOURCE_ARGS } from '../../scripts/source-condition.ts';

const MAIN = fileURLToPath(new URL('../../packages/cli/src/main.ts', import.meta.url));

/** The proxy on its embedded default, as `shoji serve` starts it, on a free port of this machine. */
export interface RealProxy {
  readonly origin: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/**
 * @param options A preset's name, or options of `shoji serve`.
 * @throws Error with what the proxy printed when it ends before it listens.
 */
export async function startRealProxy(
  options: 'strict' | 'standard' | 'mature' | readonly string[],
): Promise<RealProxy> {
  const more = typeof options === 'string' ? ['--policy', options] : options;
  const child = spawn(process.execPath, [...SOURCE_ARGS, MAIN, 'serve', '--port', '0', ...more], {
    env: { ...process.env, LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const origin = await addressIn(child);
  return {
    origin,
    pid: child.pid ?? 0,
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function addressIn({ stdout }: ChildProcess): Promise<string> {
  if (!stdout) throw new Error('The proxy has no output.');
  const printed: string[] = [];
  for await (const line of createInterface(stdout)) {
    printed.push(line);
    const [address] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
    if (address) return address;
  }
  throw new Error(`The proxy ended before it listened:\n${printed.join('\n')}`);
}
