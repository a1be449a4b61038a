import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { presets } from '@shoji/core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { FileResult } from '../file-result.ts';
import { openSource } from '../sources/open-source.ts';
import { type Entry, SourceError } from '../sources/source.ts';
import { fix } from './fix.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'shoji-fix-'));
  await mkdir(join(root, 'set'));
  await writeFile(join(root, 'set/a.bin'), 'one');
  await writeFile(join(root, 'set/b.bin'), 'two');
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function copied(paths: readonly string[], fails = '', more: readonly Entry[] = []) {
  const source = await openSource(join(root, 'set'));
  const entries: Entry[] = [];
  for await (const entry of source.list()) entries.push(entry);
  const results = paths.map(
    (path): FileResult => ({ path, bytes: 3, status: 'clear', findings: [], reasons: [], margin: 1 }),
  );
  const failing = {
    ...source,
    slice: async (...args: Parameters<typeof source.slice>) => {
      if (args[0] === fails) throw new SourceError('changed', 'It has changed since it was listed.');
      return source.slice(...args);
    },
  };
  const found = { results, prompts: [], policy: presets.standard, from: 'blur' as const };
  return fix(failing, { entries: [...entries, ...more] }, found, join(root, 'copy'));
}

it('has no part of a file that could not be read to its end', async () => {
  const { files, leftOut } = await copied(['a.bin', 'b.bin'], 'a.bin');
  expect(files).toBe(1);
  expect(leftOut).toEqual([
    { path: 'a.bin', action: 'fix', problem: expect.objectContaining({ code: 'changed' }) },
  ]);
  expect(await readdir(join(root, 'copy'))).toEqual(['b.bin']);
});

it('has no file about which the scan has no result', async () => {
  const { leftOut } = await copied(['a.bin']);
  expect(leftOut).toEqual([{ path: 'b.bin', action: 'fix' }]);
  expect(await readdir(join(root, 'copy'))).toEqual(['a.bin']);
});

it('keeps the first of two files that a disk takes for one', async () => {
  const other = { path: './a.bin', bytes: 3, version: 'x' };
  const { leftOut } = await copied(['a.bin', 'b.bin', './a.bin'], '', [other]);
  expect(leftOut).toEqual([
    { path: './a.bin', action: 'fix', problem: expect.objectContaining({ code: 'name' }) },
  ]);
  expect(await readFile(join(root, 'copy/a.bin'), 'utf8')).toBe('one');
});
