import { link, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { diskSource } from './disk.ts';
import type { Entry, Source } from './source.ts';

let root: string;
let source: Source;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'shoji-disk-'));
  await mkdir(join(root, 'set'));
  source = diskSource(join(root, 'set'), join(root, 'out/quarantine'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const put = (path: string, content: string) => writeFile(join(root, path), content);
async function all<Value>(values: AsyncIterable<Value>): Promise<Value[]> {
  const list: Value[] = [];
  for await (const value of values) list.push(value);
  return list;
}
async function only(): Promise<Entry> {
  const [entry] = await all(source.list());
  if (entry === undefined) throw new Error('the set is empty');
  return entry;
}

describe('diskSource', () => {
  it('reports that a folder cannot be listed', async () => {
    const missing = diskSource(join(root, 'no such folder'), root);
    await expect(all(missing.list())).rejects.toThrow('The file or folder does not exist.');
  });

  it('does not read a file that has changed, has become too large, or has become a link', async () => {
    await put('set/a.png', 'one');
    const { version } = await only();
    await expect(source.read('a.png', 2, version)).rejects.toThrow('It has 3 bytes; the maximum is 2.');
    await put('set/a.png', 'another');
    await expect(source.read('a.png', 100, version)).rejects.toThrow('changed');
    await rm(join(root, 'set/a.png'));
    await put('secret', 'not yours');
    await symlink(join(root, 'secret'), join(root, 'set/a.png'));
    await expect(source.read('a.png', 100)).rejects.toThrow('symbolic link');
  });

  it.each(['../secret', '/etc/passwd', '..', 'a/../../secret'])(
    'never leaves the set for %s',
    async (path) => {
      await expect(source.read(path, 100)).rejects.toThrow('outside');
    },
  );

  it('does not move or delete a file that has changed since it was judged', async () => {
    await put('set/a.png', 'one');
    const judged = await only();
    await put('set/a.png', 'other');
    await expect(source.quarantine(judged)).rejects.toThrow('changed');
    await expect(source.remove(judged)).rejects.toThrow('changed');
    expect(await readFile(join(root, 'set/a.png'), 'utf8')).toBe('other');
  });

  it('overwrites nothing, in quarantine or on restore', async () => {
    await put('set/a.png', 'first');
    await source.quarantine(await only());
    await put('set/a.png', 'second');
    await expect(source.quarantine(await only())).rejects.toThrow('exists already');
    expect(await all(source.restore())).toMatchObject([{ path: 'a.png', problem: { code: 'exists' } }]);
    expect(await readFile(join(root, 'set/a.png'), 'utf8')).toBe('second');
    expect(await readFile(join(root, 'out/quarantine/a.png'), 'utf8')).toBe('first');
  });

  it('finishes a move that was killed between its two steps', async () => {
    await put('set/a.png', 'one');
    await source.quarantine(await only());
    await link(join(root, 'out/quarantine/a.png'), join(root, 'set/a.png'));
    await source.quarantine(await only());
    expect(await all(source.list())).toEqual([]);
    expect(await readFile(join(root, 'out/quarantine/a.png'), 'utf8')).toBe('one');
  });
});
