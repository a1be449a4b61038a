import * as z from 'zod/mini';

/** The encrypted original of a blurred image. Its key is never written to disk. */
export interface Sealed {
  /** Id of the key that sealed it. */
  readonly key: string;
  readonly type: string;
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly bytes: ArrayBuffer;
}

const ALGORITHM = 'AES-GCM';
const KEY_BYTES = 32;
/** Recommended for GCM by NIST SP 800-38D, section 5.2.1.1. */
const IV_BYTES = 12;

const byte = z.int().check(z.minimum(0), z.maximum(255));
const storedKey = z.object({ id: z.string(), bytes: z.array(byte).check(z.length(KEY_BYTES)) });

/** A key in stored form. */
export type StoredKey = z.output<typeof storedKey>;

/** A key that Web Crypto can use. */
export interface SealingKey {
  readonly id: string;
  readonly key: CryptoKey;
}

export function newKey(): StoredKey {
  return { id: crypto.randomUUID(), bytes: [...crypto.getRandomValues(new Uint8Array(KEY_BYTES))] };
}

/** Reads a stored key; `undefined` if it is invalid. */
export function parseKey(value: unknown): StoredKey | undefined {
  const parsed = storedKey.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}

export async function importKey({ id, bytes }: StoredKey): Promise<SealingKey> {
  const usages: KeyUsage[] = ['encrypt', 'decrypt'];
  return { id, key: await crypto.subtle.importKey('raw', Uint8Array.from(bytes), ALGORITHM, false, usages) };
}

/** Encrypts an image. */
export async function seal({ id, key }: SealingKey, blob: Blob): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const bytes = await crypto.subtle.encrypt({ name: ALGORITHM, iv }, key, await blob.arrayBuffer());
  return { key: id, type: blob.type, iv, bytes };
}

/** Decrypts an image; `undefined` if another key sealed it. */
export async function unseal({ id, key }: SealingKey, sealed: Sealed): Promise<Blob | undefined> {
  const { type, iv, bytes } = sealed;
  if (sealed.key !== id) return undefined;
  return new Blob([await crypto.subtle.decrypt({ name: ALGORITHM, iv }, key, bytes)], { type });
}
