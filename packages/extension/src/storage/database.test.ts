import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { describe, expect, it } from 'vitest';
import type { GeneratedImage } from '../screen/client/events.ts';
import { startRun } from '../screen/state/run.ts';
import { database } from './database.ts';
import { importKey, newKey, parseKey, seal, unseal } from './seal.ts';
import type { StoredRun } from './stored-run.ts';

let count = 0;
const fresh = () => database(`test-${count++}`);

const aKey = () => importKey(newKey());

const blurred = (): GeneratedImage => ({
  decision: 'blur',
  shown: new Blob(['covered'], { type: 'image/jpeg' }),
  original: new Blob(['uncovered'], { type: 'image/png' }),
  findings: [],
  warnings: [],
});

function run(number: number): StoredRun {
  const image = { decision: 'blur', findings: [], warnings: [], attempt: 1 } as const;
  return {
    ...startRun(number, { prompt: `prompt ${number}`, n: 1, width: 8, height: 8 }),
    phase: 'done',
    slots: [{ status: 'screened', image }],
  };
}

describe('the original of a blurred picture', () => {
  it('can be read only with the key of this session', async () => {
    const key = await aKey();
    const sealed = await seal(key, new Blob(['uncovered'], { type: 'image/png' }));
    expect(new TextDecoder().decode(sealed.bytes)).not.toContain('uncovered');
    const opened = await unseal(key, sealed);
    expect([opened?.type, await opened?.text()]).toEqual(['image/png', 'uncovered']);
    expect(await unseal(await aKey(), sealed)).toBeUndefined();
  });

  it('is encrypted with a fresh nonce every time', async () => {
    const key = await aKey();
    const [one, two] = await Promise.all([seal(key, new Blob(['x'])), seal(key, new Blob(['x']))]);
    expect(one.iv).not.toEqual(two.iv);
  });

  it('rejects a stored value that is not a key', () => {
    const { id, bytes } = newKey();
    for (const stored of [
      undefined,
      'key',
      bytes,
      { id, bytes: [1, 2] },
      { id, bytes: bytes.map((byte) => byte + 256) },
    ])
      expect(parseKey(stored)).toBeUndefined();
    expect(parseKey({ id, bytes })).toEqual({ id, bytes });
  });
});

describe('the database', () => {
  it('keeps the original of a blurred picture until the session ends', async () => {
    const db = fresh();
    const key = await aKey();
    expect(await db.keep(1, 0, 1, blurred(), key)).toEqual({
      decision: 'blur',
      findings: [],
      warnings: [],
      attempt: 1,
    });
    expect(await db.shown(1, 0, 1)).toMatchObject({ sealedWith: key.id });
    expect(await (await db.uncovered(1, 0, 1, key))?.text()).toBe('uncovered');
    await db.dropSealed();
    expect(await db.shown(1, 0, 1)).toMatchObject({ sealedWith: undefined });
    expect(await db.uncovered(1, 0, 1, key)).toBeUndefined();
  });

  it('keeps no pixels of a withheld picture', async () => {
    const db = fresh();
    const withheld: GeneratedImage = { ...blurred(), decision: 'withhold', shown: null, original: null };
    await db.keep(1, 0, 1, withheld, await aKey());
    expect(await db.shown(1, 0, 1)).toBeUndefined();
  });

  it('lists runs newest first, and deletes one or all with their pictures', async () => {
    const db = fresh();
    const key = await aKey();
    for (const number of [1, 2, 3]) {
      await db.keep(number, 0, 1, blurred(), key);
      await db.archive(run(number));
    }
    expect((await db.runs()).map(({ number }) => number)).toEqual([3, 2, 1]);
    await db.deleteRun(2);
    expect((await db.runs()).map(({ number }) => number)).toEqual([3, 1]);
    expect([await db.shown(2, 0, 1), (await db.shown(1, 0, 1)) !== undefined]).toEqual([undefined, true]);
    await db.deleteAll();
    expect(await db.runs()).toEqual([]);
    expect(await db.shown(1, 0, 1)).toBeUndefined();
  });

  it('keeps two hundred runs and removes the oldest', async () => {
    const db = fresh();
    for (let number = 1; number <= 201; number++) await db.archive(run(number));
    const kept = await db.runs();
    expect([kept.length, kept[0]?.number, kept.at(-1)?.number]).toEqual([200, 201, 2]);
  });
});

it('removes what a development build with another layout had stored', async () => {
  const name = `test-${count++}`;
  const old = await openDB(name, 1, { upgrade: (db) => void db.createObjectStore('pictures') });
  old.close();
  expect(await database(name).runs()).toEqual([]);
  const now = await openDB(name);
  expect([...now.objectStoreNames]).toEqual(['images', 'runs', 'stars']);
  now.close();
});

describe('favourites', () => {
  it('are marked and unmarked, by run and position', async () => {
    const db = fresh();
    await db.archive(run(7));
    await db.star(7, 0, true);
    await db.star(7, 2, true);
    expect(await db.stars()).toEqual(new Set(['7/0', '7/2']));
    await db.star(7, 2, false);
    expect(await db.stars()).toEqual(new Set(['7/0']));
  });

  it('keep their run beyond the limit of the history', async () => {
    const db = fresh();
    await db.archive(run(1));
    await db.archive(run(2));
    await db.star(1, 0, true);
    for (let number = 3; number <= 203; number++) await db.archive(run(number));
    const kept = (await db.runs()).map(({ number }) => number);
    expect(kept).toHaveLength(201);
    expect(kept.slice(-2)).toEqual([4, 1]);
  });

  it('go with their run, and with the whole history', async () => {
    const db = fresh();
    for (const number of [1, 10]) {
      await db.archive(run(number));
      await db.star(number, 0, true);
    }
    await db.deleteRun(1);
    expect(await db.stars()).toEqual(new Set(['10/0']));
    await db.deleteAll();
    expect(await db.stars()).toEqual(new Set());
  });

  it('come to a history of the version before them, which stays', async () => {
    const name = `test-${count++}`;
    const old = await openDB(name, 2, {
      upgrade(db) {
        db.createObjectStore('runs', { keyPath: 'number' });
        db.createObjectStore('images').createIndex('run', 'run');
      },
    });
    await old.put('runs', run(5));
    old.close();
    const db = database(name);
    expect((await db.runs()).map(({ number }) => number)).toEqual([5]);
    await db.star(5, 0, true);
    expect(await db.stars()).toEqual(new Set(['5/0']));
  });
});
