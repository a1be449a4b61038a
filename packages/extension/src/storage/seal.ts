import * as z from 'zod/mini';

/** A picture that nobody has asked to see: encrypted, with a key that exists in memory only. */
export interface Sealed {
  /** Which key it was sealed with. */
  readonly key: string;
  readonly type: string;
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly bytes: ArrayBuffer;
}

const ALGORITHM = 'AES-GCM';
const KEY_BYTES = 32;
/** What NIST SP 800-38D recommends for GCM. */
const IV_BYTES = 12;

const byte = z.int().check(z.minimum(0), z.maximum(255));
const storedKey = z.object({ id: z.string(), bytes: z.array(byte).check(z.length(KEY_BYTES)) });

/** A key as storage keeps it. */
export type StoredKey = z.output<typeof storedKey>;

/** A key that can be used. */
export interface SealingKey {
  readonly id: string;
  readonly key: CryptoKey;
}

export function newKey(): StoredKey {
  return { id: crypto.randomUUID(), bytes: [...crypto.getRandomValues(new Uint8Array(KEY_BYTES))] };
}

/** A key out of storage; `undefined` for what is none. */
export function parseKey(value: unknown): StoredKey | undefined {
  const parsed = storedKey.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}

export async function importKey({ id, bytes }: StoredKey): Promise<SealingKey> {
  const usages: KeyUsage[] = ['encrypt', 'decrypt'];
  return { id, key: await crypto.subtle.importKey('raw', Uint8Array.from(bytes), ALGORITHM, false, usages) };
}

/** Encrypts a picture. */
export async function seal({ id, key }: SealingKey, blob: Blob): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const bytes = await crypto.subtle.encrypt({ name: ALGORITHM, iv }, key, await blob.arrayBuffer());
  return { key: id, type: blob.type, iv, bytes };
}

/** The picture again; `undefined` when the key is not the one it was sealed with. */
export async function unseal({ id, key }: SealingKey, sealed: Sealed): Promise<Blob | undefined> {
  const { type, iv, bytes } = sealed;
  if (sealed.key !== id) return undefined;
  return new Blob([await crypto.subtle.decrypt({ name: ALGORITHM, iv }, key, bytes)], { type });
}
