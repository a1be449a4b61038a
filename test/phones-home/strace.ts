import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COMPILED } from '../cli/shoji.ts';
import { readTrace, type Traces } from './trace.ts';

/** Why no program can be traced here and what to do about it, or undefined where one can. */
export function tracingRemedy(): string | undefined {
  const { error, status } = spawnSync('strace', ['-D', '-ff', '--seccomp-bpf', '-o', '/dev/null', 'true']);
  if (error) return 'no strace found: install it (Debian: apt install strace)';
  return status === 0
    ? undefined
    : 'ptrace is not permitted: in a container, allow it with --cap-add=SYS_PTRACE';
}

export interface Traced {
  readonly child: ChildProcessWithoutNullStreams;
  /** Resolves with the first match of `line` in the output of the program. */
  printed(line: RegExp): Promise<string>;
  /** Resolves when the program and all its threads have ended. */
  ended(): Promise<Outcome>;
}

export interface Outcome extends Traces {
  readonly code: number | null;
  readonly output: string;
}

/** Empty folders: a home, one for temporary files, one to work in, and one for the traces of programs. */
export async function emptyRoom() {
  const root = await mkdtemp(join(tmpdir(), 'shoji-traced-'));
  const [home, temporary, work, traces] = ['home', 'tmp', 'work', 'traces'].map((name) => join(root, name));
  if (!home || !temporary || !work || !traces) throw new Error('unreachable');
  await Promise.all([home, temporary, work, traces].map((folder) => mkdir(folder)));
  return {
    home,
    temporary,
    work,
    /** Starts a program under strace, with none of this process's settings. Its process id is the program's own. */
    start(command: readonly string[], env: Readonly<Record<string, string>> = {}, cwd = work): Traced {
      const log = join(traces, 'thread');
      const options = [
        '-D',
        '-ff',
        // The kernel stops a program only at the calls that are traced.
        '--seccomp-bpf',
        '-y',
        '-qq',
        '-e',
        'signal=none',
        '-e',
        'trace=%file,%network',
        '-o',
        log,
      ];
      const child = spawn('strace', [...options, ...command], {
        cwd,
        env: { PATH: process.env.PATH, HOME: home, TMPDIR: temporary, ...COMPILED, ...env },
      });
      const printing = new EventEmitter();
      let output = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (chunk) => {
          output += chunk;
          printing.emit('more');
        });
      }
      // The tracer keeps the streams open until it has written all traces.
      const closed = once(child, 'close');
      return {
        child,
        async printed(line) {
          for (;;) {
            const found = line.exec(output);
            if (found) return found[1] ?? found[0];
            const more = await Promise.race([once(printing, 'more'), closed.then(() => undefined)]);
            if (!more && !line.test(output)) throw new Error(`It ended and printed no ${line}: ${output}`);
          }
        },
        async ended() {
          const [code] = await closed;
          const files = await readdir(traces);
          const logs = await Promise.all(files.map((file) => readFile(join(traces, file), 'utf8')));
          return { code: typeof code === 'number' ? code : null, output, ...readTrace(logs.join('\n')) };
        },
      };
    },
    remove: () => rm(root, { recursive: true, force: true }),
  };
}

export type Room = Awaited<ReturnType<typeof emptyRoom>>;
