import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { s3Source } from './s3.ts';
import type { Entry } from './source.ts';
import { startVersionedBucket } from './versioned-bucket.test-helper.ts';

let bucket: Awaited<ReturnType<typeof startVersionedBucket>>;
beforeEach(async () => {
  bucket = await startVersionedBucket();
  for (const [name, value] of Object.entries(bucket.env)) vi.stubEnv(name, value);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await bucket.close();
});

const source = () => s3Source('s3://pets/sets/dog/');
async function listed(): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const entry of source().list()) entries.push(entry);
  return entries;
}
async function only(): Promise<Entry> {
  const [entry, ...others] = await listed();
  if (entry === undefined || others.length > 0) throw new Error('the set does not have one file');
  return entry;
}

describe('names of objects', () => {
  const NAMES = [
    'a+b.png',
    'a b.png',
    'a%2Bb.png',
    'a\u0001b.png',
    'a&<>".png',
    '犬 🐕.png',
    '/a.png',
    'a//b.png',
  ];

  it.each(NAMES)('lists, reads and quarantines %j under the same name', async (name) => {
    bucket.put(`sets/dog/${name}`, 'content');
    const entry = await only();
    expect(entry.path).toBe(name);
    expect(Buffer.from(await source().read(name, 100, entry.version)).toString()).toBe('content');
    await source().quarantine(entry);
    expect(bucket.versions(`sets/dog.quarantine/${name}`)).toEqual(['content']);
    expect(await listed()).toEqual([]);
  });

  it('lists every name that a key may have', async () => {
    const key = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
      .filter((name) => !name.endsWith('/'));
    await fc.assert(
      fc.asyncProperty(key, async (name) => {
        bucket.put(`sets/dog/${name}`, 'content');
        const paths = (await listed()).map(({ path }) => path);
        expect(paths).toContain(name);
      }),
      { numRuns: 30 },
    );
  });

  it('lists an object whose key ends in a slash, unless it is an empty folder', async () => {
    bucket.put('sets/dog/empty/', '');
    bucket.put('sets/dog/full/', 'content');
    expect((await listed()).map(({ path }) => path)).toEqual(['full/']);
  });
});

describe('a bucket that keeps versions', () => {
  const KEY = 'sets/dog/a.png';

  it.each(['quarantine', 'remove'] as const)('says that %s leaves the versions there', async (change) => {
    bucket.put(KEY, 'first');
    bucket.put(KEY, 'second');
    expect(await source()[change](await only())).toBe('versions');
    expect(bucket.versions(KEY)).toEqual([undefined, 'second', 'first']);
    expect(await listed()).toEqual([]);
  });

  it('deletes all versions of one key, page after page, and of no other', async () => {
    for (const body of ['first', 'second', 'third', 'fourth', 'fifth']) bucket.put(KEY, body);
    const entry = await only();
    bucket.put(`${KEY}.txt`, 'a caption');
    await source().removeVersions?.(entry);
    expect(bucket.versions(KEY)).toEqual([]);
    expect(bucket.versions(`${KEY}.txt`)).toEqual(['a caption']);
  });

  it('never shows an earlier version in between: the latest one is deleted last', async () => {
    bucket.put(KEY, 'first');
    bucket.put(KEY, 'second');
    await source().removeVersions?.(await only());
    const deleted = bucket.requests.flatMap(({ searchParams }) => searchParams.get('versionId') ?? []);
    expect(deleted).toEqual(['v1', 'v2']);
  });

  it('deletes what is left of a file that is deleted already', async () => {
    bucket.put(KEY, 'first');
    await source().remove(await only());
    await source().removeVersions?.({ path: 'a.png', bytes: 0, version: '' });
    expect(bucket.versions(KEY)).toEqual([]);
  });

  it('deletes no version when the latest one is not the one that was judged', async () => {
    bucket.put(KEY, 'first');
    const entry = await only();
    bucket.put(KEY, 'second');
    await expect(source().removeVersions?.(entry)).rejects.toThrow('changed');
    await expect(source().removeVersions?.({ ...entry, version: '' })).rejects.toThrow('changed');
    expect(bucket.versions(KEY)).toEqual(['second', 'first']);
  });
});
