import { signal } from '@preact/signals';
import type { OwnPreferences } from '../options/own-preferences.ts';
import { type Preferences, parsePreferences } from '../storage/preferences.ts';

/** Preferences in memory, with a list of the changes. */
export function preferencesOf(stored: Partial<Preferences> = {}) {
  const shown = signal<Preferences>({ ...parsePreferences({}), ...stored });
  const saved: Partial<Preferences>[] = [];
  const own: OwnPreferences = {
    shown,
    async change(changes) {
      saved.push(changes);
      shown.value = { ...shown.value, ...changes };
    },
  };
  return { own, saved };
}
