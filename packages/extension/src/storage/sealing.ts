import { database } from './database.ts';
import { importKey, newKey, type SealingKey } from './seal.ts';
import { sealingKey } from './values.ts';

/** The one database of this extension. */
export const images = database();

/** The key of this browser session; the first call of a session makes it and forgets what older ones had sealed. */
export async function ensureSealingKey(): Promise<SealingKey> {
  const known = await sealingKey.read();
  if (known) return importKey(known);
  const made = newKey();
  await sealingKey.write(made);
  await images.dropSealed();
  return importKey(made);
}

/** What may be shown of a picture, and whether something lies under it that this browser session can open. */
export async function storedImage(run: number, index: number, attempt: number) {
  const [kept, known] = await Promise.all([images.shown(run, index, attempt), sealingKey.read()]);
  return (
    kept && { shown: kept.shown, covers: kept.sealedWith !== undefined && kept.sealedWith === known?.id }
  );
}

/** What lies under a picture; `undefined` once the browser session that it was made in is over. */
export async function openSealed(run: number, index: number, attempt: number): Promise<Blob | undefined> {
  const known = await sealingKey.read();
  return known && images.uncovered(run, index, attempt, await importKey(known));
}
