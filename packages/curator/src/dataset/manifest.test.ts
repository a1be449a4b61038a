import { appendFile, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManifestError, openManifest } from './manifest.ts';
import type { PictureRecord } from './records.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shoji-manifest-'));
  path = join(folder, 'manifest.jsonl');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const record = (hash: string, score = 0.5): PictureRecord => ({
  type: 'picture',
  hash,
  checks: [{ check: 'a', findings: [{ category: 'violence', label: 'x', score }] }],
});

async function write(count: number): Promise<void> {
  const manifest = await openManifest(path, '/set');
  await Promise.all(Array.from({ length: count }, (_, number) => manifest.append(record(`h${number}`))));
  await manifest.close();
}

describe('openManifest', () => {
  it('has its records when it is opened again', async () => {
    await write(50);
    const again = await openManifest(path, '/set');
    expect(again.pictures.size).toBe(50);
    expect(again.pictures.get('h7')).toEqual(record('h7'));
    await again.close();
    expect((await readFile(path, 'utf8')).trim().split('\n')).toHaveLength(51);
  });

  it('has written a record when append() resolves', async () => {
    const manifest = await openManifest(path, '/set');
    await Promise.all([manifest.append(record('a')), manifest.append(record('b'))]);
    const text = await readFile(path, 'utf8');
    expect(text).toContain('"a"');
    expect(text.endsWith('\n')).toBe(true);
    await manifest.close();
  });

  it('loses no complete line when a kill cuts the file at any byte, and stays appendable', async () => {
    await write(6);
    const whole = await readFile(path);
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length), async (length) => {
        await writeFile(path, whole);
        await truncate(path, length);
        const lines = whole.subarray(0, length).toString().split('\n').length - 1;
        const manifest = await openManifest(path, '/set');
        expect(manifest.pictures.size).toBe(Math.max(0, lines - 1));
        await manifest.append(record('new'));
        await manifest.close();
        const again = await openManifest(path, '/set');
        expect(again.pictures.has('new')).toBe(true);
        await again.close();
      }),
      { numRuns: 40 },
    );
  });

  it('replaces an earlier line by a later one', async () => {
    const manifest = await openManifest(path, '/set');
    await manifest.append(record('a', 0.1));
    await manifest.append(record('a', 0.9));
    await manifest.close();
    const again = await openManifest(path, '/set');
    expect(again.pictures.get('a')).toEqual(record('a', 0.9));
    await again.close();
  });

  it('reports the damaged line', async () => {
    await write(2);
    await appendFile(path, '{"type":"picture"}\n');
    await expect(openManifest(path, '/set')).rejects.toThrow(/line 4 is damaged/);
  });

  it('refuses the manifest of another data set', async () => {
    await write(1);
    await expect(openManifest(path, '/other')).rejects.toThrow(ManifestError);
  });
});
