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

/** Options of `shoji serve` for a preset whose checks do not run out of time on a busy machine. */
export function patient(preset: 'strict' | 'standard'): string[] {
  return ['--config', fileURLToPath(new URL(`patient/${preset}.config.ts`, import.meta.url))];
}

/**
 * @param options Options of `shoji serve`.
 * @throws Error with what the proxy printed when it ends before it listens.
 */
export async function startRealProxy(options: readonly string[]): Promise<RealProxy> {
  const child = spawn(process.execPath, [...SOURCE_ARGS, MAIN, 'serve', '--port', '0', ...options], {
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
