import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { GeneratedImage } from '../screen/client/events.ts';
import { type Sealed, type SealingKey, seal, unseal } from './seal.ts';
import { parseRun, type StoredImage, type StoredRun } from './stored-run.ts';

/** Most runs in the history without a favourite; older ones are deleted with their images. */
const KEPT_RUNS = 200;

interface ImageRecord {
  readonly run: number;
  readonly shown: Blob;
  /** The original of a blurred image, encrypted with the key of this browser session. */
  readonly sealed: Sealed | null;
}

interface Schema extends DBSchema {
  runs: { key: number; value: StoredRun };
  images: { key: string; value: ImageRecord; indexes: { run: number } };
  /** Favourites: the run, by run and position as `7/0`. */
  stars: { key: string; value: number };
}

/** Images and history, shared by the surfaces and the background. @param name Another name for tests. */
export function database(name = 'shoji') {
  let opened: Promise<IDBPDatabase<Schema>> | undefined;
  const open = () => {
    opened ??= openDB<Schema>(name, 3, {
      upgrade(db, from) {
        if (from < 2) {
          // Only development builds had another layout; their data is dropped.
          for (const store of [...db.objectStoreNames]) db.deleteObjectStore(store);
          db.createObjectStore('runs', { keyPath: 'number' });
          db.createObjectStore('images').createIndex('run', 'run');
        }
        db.createObjectStore('stars');
      },
      terminated() {
        opened = undefined;
      },
    });
    return opened;
  };

  return {
    /** Stores the pixels of an image; an original only sealed. */
    async keep(
      run: number,
      index: number,
      attempt: number,
      image: GeneratedImage,
      key: SealingKey,
    ): Promise<StoredImage> {
      const { decision, findings, warnings, shown, original } = image;
      const under = typeof original === 'function' ? await original() : original;
      const sealed = under ? await seal(key, under) : null;
      if (shown) await (await open()).put('images', { run, shown, sealed }, idOf(run, index, attempt));
      return { decision, findings, warnings, attempt };
    },

    /** The shown image, and the id of the key that sealed its original. */
    async shown(
      run: number,
      index: number,
      attempt: number,
    ): Promise<{ shown: Blob; sealedWith: string | undefined } | undefined> {
      const record = await (await open()).get('images', idOf(run, index, attempt));
      return record && { shown: record.shown, sealedWith: record.sealed?.key };
    },

    /** The original of a blurred image; `undefined` if it cannot be opened any more. */
    async uncovered(run: number, index: number, attempt: number, key: SealingKey): Promise<Blob | undefined> {
      const sealed = (await (await open()).get('images', idOf(run, index, attempt)))?.sealed;
      return sealed ? unseal(key, sealed) : undefined;
    },

    /** Adds a run that has ended to the history. Runs with a favourite are kept beyond the limit. */
    async archive(run: StoredRun): Promise<void> {
      const db = await open();
      await db.put('runs', run);
      const starred = new Set(await db.getAll('stars'));
      const numbers = (await db.getAllKeys('runs')).filter((number) => !starred.has(number));
      for (const old of numbers.slice(0, Math.max(0, numbers.length - KEPT_RUNS))) await remove(db, old);
    },

    /** The history, newest first. */
    async runs(): Promise<StoredRun[]> {
      const stored: unknown[] = await (await open()).getAll('runs');
      return stored.flatMap((value) => parseRun(value) ?? []).reverse();
    },

    /** The favourites, by run and position as `7/0`. */
    async stars(): Promise<ReadonlySet<string>> {
      return new Set(await (await open()).getAllKeys('stars'));
    },

    /** Marks an image as a favourite, or no more. */
    async star(run: number, index: number, starred: boolean): Promise<void> {
      const db = await open();
      if (starred) await db.put('stars', run, `${run}/${index}`);
      else await db.delete('stars', `${run}/${index}`);
    },

    async deleteRun(number: number): Promise<void> {
      await remove(await open(), number);
    },

    async deleteAll(): Promise<void> {
      const db = await open();
      await Promise.all([db.clear('runs'), db.clear('images'), db.clear('stars')]);
    },

    /** Drops originals of earlier browser sessions. Their key is gone, so they cannot be opened. */
    async dropSealed(): Promise<void> {
      const db = await open();
      const transaction = db.transaction('images', 'readwrite');
      for await (const cursor of transaction.store) {
        if (cursor.value.sealed) await cursor.update({ ...cursor.value, sealed: null });
      }
      await transaction.done;
    },
  };
}

async function remove(db: IDBPDatabase<Schema>, number: number): Promise<void> {
  const transaction = db.transaction(['runs', 'images', 'stars'], 'readwrite');
  await transaction.objectStore('runs').delete(number);
  const images = transaction.objectStore('images');
  for (const key of await images.index('run').getAllKeys(number)) await images.delete(key);
  const stars = transaction.objectStore('stars');
  for (const key of await stars.getAllKeys()) if (key.startsWith(`${number}/`)) await stars.delete(key);
  await transaction.done;
}

function idOf(run: number, index: number, attempt: number): string {
  return `${run}/${index}/${attempt}`;
}
