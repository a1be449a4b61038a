import type { Connection } from '../screen/client/connection.ts';
import { DEFAULT_ORIGIN } from './preferences.ts';
import { preferences, rememberedKey, sessionKey } from './values.ts';

/** The address and key that are set. */
export async function storedConnection(): Promise<Connection> {
  const [set, remembered, ofSession] = await Promise.all([
    preferences.read(),
    rememberedKey.read(),
    sessionKey.read(),
  ]);
  return { origin: set?.origin ?? DEFAULT_ORIGIN, key: ofSession ?? remembered ?? '' };
}

/** Stores the proxy's key for the browser session, or on disk with `remember`. An empty key removes it. */
export async function storeKey(key: string, remember: boolean): Promise<void> {
  const value = key === '' ? undefined : key;
  await Promise.all([rememberedKey.write(remember ? value : undefined), sessionKey.write(value)]);
}
