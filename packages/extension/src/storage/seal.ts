import * as z from 'zod/mini';

/** A picture that nobody has asked to see: encrypted, with a key that exists in memory only. */
export interface Sealed {
  readonly type: string;
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly bytes: ArrayBuffer;
}

const ALGORITHM = 'AES-GCM';
const KEY_BYTES = 32;
/** What NIST SP 800-38D recommends for GCM. */
const IV_BYTES = 12;

const storedKey = z.array(z.int().check(z.minimum(0), z.maximum(255))).check(z.length(KEY_BYTES));

/** A new key, as storage keeps it. */
export function newKey(): number[] {
  return [...crypto.getRandomValues(new Uint8Array(KEY_BYTES))];
}

/** The key out of storage; `undefined` when there is none. */
export async function importKey(stored: unknown): Promise<CryptoKey | undefined> {
  const parsed = storedKey.safeParse(stored);
  if (!parsed.success) return undefined;
  return crypto.subtle.importKey('raw', Uint8Array.from(parsed.data), ALGORITHM, false, [
    'encrypt',
    'decrypt',
  ]);
}

/** Encrypts a picture. */
export async function seal(key: CryptoKey, blob: Blob): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const bytes = await crypto.subtle.encrypt({ name: ALGORITHM, iv }, key, await blob.arrayBuffer());
  return { type: blob.type, iv, bytes };
}

/** The picture again; `undefined` when the key is not the one it was sealed with. */
export async function unseal(key: CryptoKey, { type, iv, bytes }: Sealed): Promise<Blob | undefined> {
  try {
    return new Blob([await crypto.subtle.decrypt({ name: ALGORITHM, iv }, key, bytes)], { type });
  } catch {
    return undefined;
  }
}
