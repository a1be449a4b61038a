import { Console } from 'node:console';
import { Writable } from 'node:stream';
import { vi } from 'vitest';
import { run } from '../../packages/cli/src/program.ts';

/**
 * Runs the command line to its end in this process: a process of Node for each run takes most of the time. Not for
 * commands that read standard input or start processes of models, and only one run at a time.
 */
export async function shojiHere(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const written = { stdout: '', stderr: '' };
  const collect = (name: keyof typeof written) =>
    new Writable({
      write(chunk, _, done) {
        written[name] += String(chunk);
        done();
      },
    });
  const [stdout, stderr] = [collect('stdout'), collect('stderr')];
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  // The listener for a closed pipe would outlive the run.
  vi.spyOn(process.stdout, 'on').mockReturnValue(process.stdout);
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => stdout.write(chunk));
  vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => stderr.write(chunk));
  vi.stubGlobal('console', new Console(stdout, stderr));
  try {
    process.exitCode = undefined;
    await run(args);
    return { ...written, code: process.exitCode ?? 0 };
  } finally {
    process.exitCode = undefined;
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
    vi.unstubAllEnvs();
  }
}
