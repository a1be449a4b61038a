import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { unpackedFiles } from './unpacked-files.ts';

afterEach(() => vi.unstubAllEnvs());

/** Content in pieces, and how often it was unpacked. */
function content(...pieces: readonly string[]) {
  const made = { times: 0 };
  const unpack = async function* () {
    made.times += 1;
    for (const piece of pieces) yield Buffer.from(piece);
  };
  return { made, unpack };
}

it('gives any part of the content, of which no name is left', async () => {
  const files = unpackedFiles();
  const { unpack } = content('a dog', ' in a suit');
  const { bytes, slice } = await files.hold('a', unpack, 100);
  expect(bytes).toBe(15);
  expect(String(Buffer.from(await slice(2, 7)))).toBe('dog i');
  expect(String(Buffer.from(await slice(11, 99)))).toBe('suit');
  expect((await slice(20, 30)).length).toBe(0);
  expect((await readdir(tmpdir())).filter((name) => /^shoji-[\da-f]{8}-/.test(name))).toEqual([]);
  await files.close();
});

it('unpacks once for all who read at the same time', async () => {
  const files = unpackedFiles();
  const { made, unpack } = content('a');
  const held = await Promise.all([1, 2, 3].map(() => files.hold('a', unpack, 100)));
  for (const { release } of held) release();
  await files.hold('a', unpack, 100);
  expect(made.times).toBe(1);
  await files.close();
});

it('keeps the last few that nobody reads, and each that somebody reads', async () => {
  const files = unpackedFiles();
  const first = content('first');
  const { slice, release } = await files.hold('first', first.unpack, 100);
  const second = content('second');
  (await files.hold('second', second.unpack, 100)).release();
  for (let number = 0; number < 4; number += 1)
    (await files.hold(String(number), content('x').unpack, 100)).release();
  expect(String(Buffer.from(await slice(0, 5)))).toBe('first');
  release();
  await files.hold('second', second.unpack, 100);
  await files.hold('3', content('x').unpack, 100);
  expect([first.made.times, second.made.times]).toEqual([1, 2]);
  await files.close();
});

it('refuses content over its limit, and unpacks it again when asked again', async () => {
  const files = unpackedFiles();
  const { made, unpack } = content('12345', '67890');
  await expect(files.hold('a', unpack, 9)).rejects.toMatchObject({ problem: { code: 'too-dense' } });
  expect((await files.hold('a', unpack, 10)).bytes).toBe(10);
  expect(made.times).toBe(2);
  await files.close();
});

it('names the folder where it cannot unpack', async () => {
  const folder = join(tmpdir(), 'shoji-there-is-no-such-folder');
  vi.stubEnv('TMPDIR', folder);
  vi.stubEnv('TEMP', folder);
  const files = unpackedFiles();
  await expect(files.hold('a', content('a').unpack, 10)).rejects.toMatchObject({
    problem: { code: 'no-space', message: expect.stringContaining(`to ${folder} (ENOENT)`) },
  });
});
