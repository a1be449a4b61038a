import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { SOURCE_ARGS } from '../../scripts/source-condition.ts';
import { shojiHere } from '../cli/here.ts';
import { COMPILED } from '../cli/shoji.ts';

const MAIN = fileURLToPath(new URL('../../packages/cli/src/main.ts', import.meta.url));
const CONFIG = fileURLToPath(new URL('fixtures/colour.config.ts', import.meta.url));

function configOf(args: readonly string[]): readonly string[] {
  return args[0] === 'restore' ? [] : ['--config', CONFIG];
}

/** Starts `shoji dataset …` as a child process, with the colour service as its moderator. */
export function start(args: readonly string[], env: Readonly<Record<string, string>>) {
  const { PATH = '', HOME = '' } = process.env;
  return spawn(process.execPath, [...SOURCE_ARGS, MAIN, 'dataset', ...args, ...configOf(args)], {
    env: { PATH, HOME, ...COMPILED, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Settings that the command reads anew each time it runs; others are read when its modules are loaded. */
const READ_AT_RUN = /^(COLOUR_URL|AWS_\w+)$/;

/**
 * Runs `shoji dataset …` to its end: in this process, because a process of Node for each run takes most of the time,
 * or as a child process where a setting is read only once.
 */
export async function run(args: readonly string[], env: Readonly<Record<string, string>>) {
  return Object.keys(env).every((name) => READ_AT_RUN.test(name))
    ? shojiHere(['dataset', ...args, ...configOf(args)], env)
    : runChild(args, env);
}

async function runChild(args: readonly string[], env: Readonly<Record<string, string>>) {
  const child = start(args, env);
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended(child)]);
  return { stdout, stderr, code };
}

/** The exit code, or null when a signal ended it. */
export async function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}

/** One line of report.jsonl. */
export interface ReportLine {
  readonly path: string;
  readonly status: string;
  readonly message?: string;
  readonly same_as?: number;
  readonly like?: number;
  readonly action?: string;
  readonly reasons?: readonly object[];
}

export async function reportLines(out: string): Promise<ReportLine[]> {
  return linesOf(await readFile(join(out, 'report.jsonl'), 'utf8')).map(
    (line) => JSON.parse(line) as ReportLine,
  );
}

/** A manifest's lines, sorted, because pictures finish in any order. */
export async function manifestLines(out: string): Promise<string[]> {
  return linesOf(await readFile(join(out, 'manifest.jsonl'), 'utf8')).sort();
}

function linesOf(content: string): string[] {
  return content.split('\n').filter((line) => line !== '');
}
