import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';

const here = (file: string) => JSON.stringify(new URL(file, import.meta.url).href);
/** A program that uses a model, prints the id of the model's process, and goes on with `code`. */
const PROGRAM = `
  const { sharedModel } = await import(${here('./shared-model.ts')});
  const entry = new URL(${here('./fixture-model.test-helper.ts')});
  const model = sharedModel({ name: 'the fixture model', entry, processes: 1, waiting: 9, turn: 1 });
  const ask = (value) => model.run([{ value, cost: 1 }], { signal: new AbortController().signal });
  process.on('SIGHUP', async () => console.log(...await ask({ do: 'pid' })));
  console.log(...await ask({ do: 'pid' }));
`;
const STAY = 'setInterval(() => {}, 1_000);';
const BUSY = `void ask({ do: 'block', until: '/nowhere/at/all' }); setTimeout(() => console.log('busy'), 1);`;

function program(code: string) {
  const child = spawn(
    process.execPath,
    [...process.execArgv, '--input-type=module', '--eval', PROGRAM + code],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const line = async () => String((await lines.next()).value);
  return { child, line, ended: once(child, 'exit') };
}

const lives = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

it('lets an idle program end, and ends with it', async () => {
  const { line, ended } = program('');
  const pid = Number(await line());
  expect(await ended).toEqual([0, null]);
  await expect.poll(() => lives(pid)).toBe(false);
});

it.each([
  ['is killed', 'SIGKILL'],
  ['is told to end', 'SIGTERM'],
] as const)('ends with a program that %s', async (_, signal) => {
  const { child, line, ended } = program(STAY);
  const pid = Number(await line());
  child.kill(signal);
  await ended;
  await expect.poll(() => lives(pid)).toBe(false);
});

it('does not change the program’s exit code, even during a computation', async () => {
  const { line, ended } = program(`${BUSY} setTimeout(() => process.exit(3), 2);`);
  const pid = Number(await line());
  expect(await ended).toEqual([3, null]);
  // A real model reads its messages after each text; this one never does.
  if (lives(pid)) process.kill(pid, 'SIGKILL');
});

it('ignores signals, because the program may finish its work first', async () => {
  const { child, line, ended } = program(STAY);
  const pid = Number(await line());
  process.kill(pid, 'SIGINT');
  process.kill(pid, 'SIGTERM');
  child.kill('SIGHUP');
  expect(Number(await line())).toBe(pid);
  child.kill('SIGKILL');
  await ended;
});
