import type { Door } from '../screen/state/screen.ts';
import { preferredLanguage } from '../screen/text/catalogues.ts';
import { storeKey } from '../storage/connection.ts';
import { type Preferences, parsePreferences } from '../storage/preferences.ts';
import { preferences } from '../storage/values.ts';

let writing: Promise<void> = Promise.resolve();

/** Writes of one surface happen one after another, so that none undoes another. */
function afterwards(write: () => Promise<void>): Promise<void> {
  const next = writing.then(write);
  writing = next.catch(() => undefined);
  return next;
}

/** Resolves when everything that this surface wrote so far is stored. */
export function written(): Promise<void> {
  return writing;
}

/** Changes some preferences and leaves the others. */
export function changePreferences(changes: Partial<Preferences>): Promise<void> {
  return afterwards(async () =>
    preferences.write({ ...parsePreferences(await preferences.read()), ...changes }),
  );
}

/** Keeps the key as the preferences say. */
export function changeKey(key: string): Promise<void> {
  return afterwards(async () => storeKey(key, parsePreferences(await preferences.read()).rememberKey));
}

/** What the screen remembers, read once when its surface opens. */
export function storedMemory(set: Preferences, key: string): Door['memory'] {
  // With the browser's language in it from the start, only a choice is ever written.
  const values = {
    language: preferredLanguage([set.language ?? '', ...navigator.languages]) as string,
    theme: set.theme as string,
    key,
  };
  return {
    read: (name) => values[name],
    write(name, value) {
      if (value === values[name]) return;
      values[name] = value;
      const { language, theme } = parsePreferences({ [name]: value });
      if (name === 'key') void changeKey(value);
      else void changePreferences(name === 'theme' ? { theme } : { language });
    },
  };
}
