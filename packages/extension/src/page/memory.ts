import type { Door } from '../screen/state/screen.ts';

/**
 * What the page remembers: language and appearance for good, the key until the tab is closed.
 * A browser that forbids storage only makes it forget.
 */
export function browserMemory(): Door['memory'] {
  const storageFor = (name: string) => (name === 'key' ? sessionStorage : localStorage);
  return {
    read(name) {
      try {
        return storageFor(name).getItem(`shoji.${name}`) ?? undefined;
      } catch {
        return undefined;
      }
    },
    write(name, value) {
      try {
        storageFor(name).setItem(`shoji.${name}`, value);
      } catch {
        // Forgetting is all that happens.
      }
    },
  };
}
