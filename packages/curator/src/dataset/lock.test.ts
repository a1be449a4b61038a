import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { LockedError, lock } from './lock.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shoji-lock-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('blocks a second holder until the first releases it', async () => {
  const unlock = await lock(folder);
  await expect(lock(folder)).rejects.toThrow(LockedError);
  await unlock();
  await (await lock(folder))();
});

it('is free again after its holder was killed', async () => {
  const program = `import { lock } from ${JSON.stringify(new URL('./lock.ts', import.meta.url).href)};
    await lock(${JSON.stringify(folder)}); console.log('held'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, [...process.execArgv, '--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  await expect(lock(folder)).rejects.toThrow(LockedError);
  child.kill('SIGKILL');
  await once(child, 'exit');
  await (await lock(folder))();
});
