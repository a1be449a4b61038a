import { database } from './database.ts';
import { importKey, newKey } from './seal.ts';
import { sealingKey } from './values.ts';

/** The one database of this extension. */
export const pictures = database();

/** The key of this browser session; the first call of a session makes it and forgets what older ones had sealed. */
export async function ensureSealingKey(): Promise<CryptoKey> {
  const known = await importKey(await sealingKey.read());
  if (known) return known;
  const made = newKey();
  await sealingKey.write(made);
  await pictures.dropSealed();
  const key = await importKey(made);
  if (!key) throw new Error('A new key cannot be read.');
  return key;
}

/** What lies under a picture; `undefined` once the browser session that it was made in is over. */
export async function openSealed(run: number, index: number, attempt: number): Promise<Blob | undefined> {
  const key = await importKey(await sealingKey.read());
  return key && pictures.uncovered(run, index, attempt, key);
}
