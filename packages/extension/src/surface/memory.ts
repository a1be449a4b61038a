import { parseNegatives } from '../screen/state/negatives.ts';
import type { Door, MemoryName } from '../screen/state/screen.ts';
import { type Language, preferredLanguage } from '../screen/text/languages.ts';
import { storeKey } from '../storage/connection.ts';
import { type Preferences, parsePreferences } from '../storage/preferences.ts';
import { preferences } from '../storage/values.ts';

let writing: Promise<void> = Promise.resolve();

/** Runs a read-modify-write under a lock shared by all surfaces, so that no change is lost. */
async function alone(write: () => Promise<void>): Promise<void> {
  const next = navigator.locks.request('shoji-preferences', write);
  writing = next.catch(() => undefined);
  await next;
}

/** Resolves when all writes of this surface so far are stored. */
export function written(): Promise<void> {
  return writing;
}

/** Changes some preferences and leaves the others. */
export function changePreferences(changes: Partial<Preferences>): Promise<void> {
  return alone(async () => preferences.write({ ...parsePreferences(await preferences.read()), ...changes }));
}

/** Keeps the key as the preferences say. */
export function changeKey(key: string): Promise<void> {
  return alone(async () => storeKey(key, parsePreferences(await preferences.read()).rememberKey));
}

type Look = { language: Language; theme: Preferences['theme']; negatives: readonly string[] };

interface StoredMemory {
  readonly read: Door['memory']['read'];
  readonly write: Door['memory']['write'];
  readonly keyKept: Door['memory']['keyKept'];
  /** Adopts what another surface stored, without writing it again. */
  learn(set: Preferences): Look;
}

/** The screen's memory, read once when its surface opens. */
export function storedMemory(set: Preferences, key: string): StoredMemory {
  // Starts with the browser's language, so that only a choice is written.
  const values: Record<MemoryName, string> = { ...storedLook(set), key };
  let { rememberKey } = set;
  return {
    keyKept: () => (rememberKey ? 'disk' : 'browser'),
    learn(changed) {
      ({ rememberKey } = changed);
      Object.assign(values, storedLook(changed));
      return lookOf(changed);
    },
    read: (name) => values[name],
    write(name, value) {
      if (value === values[name]) return;
      values[name] = value;
      const { language, theme } = parsePreferences({ [name]: value });
      if (name === 'negatives') {
        void changePreferences({ negatives: [...parseNegatives(value)] });
        return;
      }
      if (name === 'key') void changeKey(value);
      else void changePreferences(name === 'theme' ? { theme } : { language });
    },
  };
}

function lookOf({ language, theme, negatives }: Preferences): Look {
  return { language: preferredLanguage([language ?? '', ...navigator.languages]), theme, negatives };
}

function storedLook(set: Preferences): Record<Exclude<MemoryName, 'key'>, string> {
  const { negatives, ...look } = lookOf(set);
  return { ...look, negatives: JSON.stringify(negatives) };
}
