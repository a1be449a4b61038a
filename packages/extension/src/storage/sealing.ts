import { database } from './database.ts';
import { sealingKey } from './picture-values.ts';
import { importKey, newKey, type SealingKey } from './seal.ts';

/** The database of this extension. */
export const images = database();

/** The key of this browser session. The first call of a session creates it and drops originals sealed by older keys. */
export async function ensureSealingKey(): Promise<SealingKey> {
  const known = await sealingKey.read();
  if (known) return importKey(known);
  const made = newKey();
  await sealingKey.write(made);
  await images.dropSealed();
  return importKey(made);
}

/** The shown image, and whether this browser session can open its original. */
export async function storedImage(run: number, index: number, attempt: number) {
  const [kept, known] = await Promise.all([images.shown(run, index, attempt), sealingKey.read()]);
  return (
    kept && { shown: kept.shown, covers: kept.sealedWith !== undefined && kept.sealedWith === known?.id }
  );
}

/** The original of a blurred image; `undefined` after the browser session in which it was sealed. */
export async function openSealed(run: number, index: number, attempt: number): Promise<Blob | undefined> {
  const known = await sealingKey.read();
  return known && images.uncovered(run, index, attempt, await importKey(known));
}
