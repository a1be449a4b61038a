import { type ReadonlySignal, signal } from '@preact/signals';
import { type Preferences, parsePreferences } from '../storage/preferences.ts';
import { preferences } from '../storage/values.ts';
import { changePreferences } from '../surface/memory.ts';

/** The preferences as the options page shows and changes them. */
export interface OwnPreferences {
  readonly shown: ReadonlySignal<Preferences>;
  /** Takes effect on this page at once; resolves when it is stored. */
  change(changes: Partial<Preferences>): Promise<void>;
}

/** Follows the stored preferences. Changes made here that are still being written are applied on top. */
export function ownPreferences(stored: Preferences): OwnPreferences {
  const shown = signal(stored);
  let pending: readonly Partial<Preferences>[] = [];
  preferences.follow((changed) => {
    const all = parsePreferences(changed);
    for (const changes of pending) Object.assign(all, changes);
    shown.value = all;
  });
  return {
    shown,
    async change(changes) {
      shown.value = { ...shown.value, ...changes };
      pending = [...pending, changes];
      try {
        await changePreferences(changes);
      } finally {
        pending = pending.filter((each) => each !== changes);
      }
    },
  };
}
