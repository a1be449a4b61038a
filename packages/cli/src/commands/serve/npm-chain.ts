import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
  /** Its start time in the system's count, which differs when a process id is reused. */
  readonly began?: string;
}

const POLL_MS = 250;
/** npm, npx or another package manager, by the title or path it runs under. */
const PACKAGE_MANAGER = /^(npm|npx|pnpm|yarn)\b|\b(npm-cli|npx-cli|pnpm|yarn)\.c?js\b/;
const DEEPEST = 24;

/**
 * The processes between this one and the outermost package manager that started it, the nearest first; empty without a
 * package manager. npm forwards a signal only to the shell that it started. The shell ends, and its children, such as
 * `node`, would keep running.
 */
export function npmChain(): readonly Process[] {
  // On Windows every process of a console gets the signal.
  if (process.env.npm_lifecycle_event === undefined || process.platform === 'win32') return [];
  const ancestors: Process[] = [];
  for (let pid = process.ppid; pid > 1 && ancestors.length < DEEPEST; ) {
    const ancestor = lookUp(pid);
    if (ancestor === undefined) break;
    ancestors.push(ancestor);
    pid = ancestor.parent;
  }
  return ancestors.slice(0, 1 + ancestors.findLastIndex(isPackageManager));
}

/**
 * How often a signal to the whole process group arrives again, because each package manager that is an ancestor
 * without another process between forwards what it gets.
 */
export function forwardsOfASignal(chain: readonly Process[]): number {
  const between = chain.findIndex((ancestor) => !isPackageManager(ancestor));
  return between === -1 ? chain.length : between;
}

function isPackageManager({ command }: Process): boolean {
  return PACKAGE_MANAGER.test(command);
}

/** Calls `ended` once, when one of `chain` has ended. Its timer does not keep the process alive. */
export function whenOneEnds(chain: readonly Process[], ended: () => void): void {
  if (chain.length === 0) return;
  const timer = setInterval(() => {
    if (chain.every(isRunning)) return;
    clearInterval(timer);
    ended();
  }, POLL_MS);
  timer.unref();
}

/** Whether it is alive, and not a zombie. */
function isRunning({ pid, began }: Process): boolean {
  if (process.platform !== 'linux') {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  }
  const stat = statOf(pid);
  return stat !== undefined && !/[ZX]/.test(stat.state) && stat.began === began;
}

function lookUp(pid: number): Process | undefined {
  if (process.platform !== 'linux') {
    const { stdout } = spawnSync('ps', ['-o', 'ppid=,args=', '-p', String(pid)], { encoding: 'utf8' });
    const [, parent, command] = /^\s*(\d+)\s+(.*)/.exec(stdout ?? '') ?? [];
    return command === undefined ? undefined : { pid, parent: Number(parent), command };
  }
  const stat = statOf(pid);
  if (stat === undefined) return undefined;
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return { pid, parent: stat.parent, command, began: stat.began };
  } catch {
    return undefined;
  }
}

/** The fields of `/proc/<pid>/stat`: proc(5). A command's name, in brackets, may hold spaces and brackets. */
function statOf(pid: number) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const [state = '', parent] = fields;
    return { state, parent: Number(parent), began: fields[19] ?? '' };
  } catch {
    return undefined;
  }
}
