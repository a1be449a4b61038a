import { resolve } from 'node:path';
import { defaultOut, lock, openSource, type Source } from '@shoji/curator/dataset';
import { EXIT } from '../../terminal/exit.ts';
import { printable } from '../../terminal/terminal.ts';

/** Moves everything out of quarantine, prints a line for each file, and returns the exit code. */
export async function runRestore(address: string, out = defaultOut(address)): Promise<number> {
  const unlock = await lock(resolve(out));
  try {
    return await restoreAll(await openSource(address, out));
  } finally {
    await unlock();
  }
}

async function restoreAll(source: Source): Promise<number> {
  const counts = { restored: 0, kept: 0 };
  for await (const { path, problem } of source.restore()) {
    counts[problem === undefined ? 'restored' : 'kept'] += 1;
    console.log(
      problem === undefined
        ? `restored  ${printable(path)}`
        : `kept      ${printable(path)}  ${problem.message}`,
    );
  }
  console.error(`${counts.restored} restored, ${counts.kept} still in ${source.quarantineAt}.`);
  return counts.kept > 0 ? EXIT.failure : EXIT.ok;
}
