import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { GeneratedImage } from '../screen/client/events.ts';
import { type Sealed, type SealingKey, seal, unseal } from './seal.ts';
import { parseRun, type StoredImage, type StoredRun } from './stored-run.ts';

/** Runs kept in the history; older ones go with their pictures. */
const KEPT_RUNS = 200;

interface ImageRecord {
  readonly run: number;
  readonly shown: Blob;
  /** What lies under a blurred picture, encrypted with the key of this browser session. */
  readonly sealed: Sealed | null;
}

interface Schema extends DBSchema {
  runs: { key: number; value: StoredRun };
  images: { key: string; value: ImageRecord; indexes: { run: number } };
}

/** The pictures and the history, as surfaces and background share them. @param name Another name for tests. */
export function database(name = 'shoji') {
  let opened: Promise<IDBPDatabase<Schema>> | undefined;
  const open = () => {
    opened ??= openDB<Schema>(name, 2, {
      upgrade(db) {
        // No release had another layout, so data of a development build is dropped.
        for (const store of [...db.objectStoreNames]) db.deleteObjectStore(store);
        db.createObjectStore('runs', { keyPath: 'number' });
        db.createObjectStore('images').createIndex('run', 'run');
      },
      terminated() {
        opened = undefined;
      },
    });
    return opened;
  };

  return {
    /** Keeps a picture's pixels: what may be shown as it is, what lies under it only sealed. */
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

    /** What may be shown of a picture, and the key that something under it was sealed with. */
    async shown(
      run: number,
      index: number,
      attempt: number,
    ): Promise<{ shown: Blob; sealedWith: string | undefined } | undefined> {
      const record = await (await open()).get('images', idOf(run, index, attempt));
      return record && { shown: record.shown, sealedWith: record.sealed?.key };
    },

    /** What lies under a picture; `undefined` when it can no longer be opened. */
    async uncovered(run: number, index: number, attempt: number, key: SealingKey): Promise<Blob | undefined> {
      const sealed = (await (await open()).get('images', idOf(run, index, attempt)))?.sealed;
      return sealed ? unseal(key, sealed) : undefined;
    },

    /** Puts a run that has ended into the history. */
    async archive(run: StoredRun): Promise<void> {
      const db = await open();
      await db.put('runs', run);
      const numbers = await db.getAllKeys('runs');
      for (const old of numbers.slice(0, Math.max(0, numbers.length - KEPT_RUNS))) await remove(db, old);
    },

    /** The history, newest first. */
    async runs(): Promise<StoredRun[]> {
      const stored: unknown[] = await (await open()).getAll('runs');
      return stored.flatMap((value) => parseRun(value) ?? []).reverse();
    },

    async deleteRun(number: number): Promise<void> {
      await remove(await open(), number);
    },

    async deleteAll(): Promise<void> {
      const db = await open();
      await Promise.all([db.clear('runs'), db.clear('images')]);
    },

    /** Forgets what lies under pictures of earlier browser sessions: their key is gone, nothing can open it. */
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
  const transaction = db.transaction(['runs', 'images'], 'readwrite');
  await transaction.objectStore('runs').delete(number);
  const images = transaction.objectStore('images');
  for (const key of await images.index('run').getAllKeys(number)) await images.delete(key);
  await transaction.done;
}

function idOf(run: number, index: number, attempt: number): string {
  return `${run}/${index}/${attempt}`;
}
