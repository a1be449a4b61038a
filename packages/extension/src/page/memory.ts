import type { Door } from '../screen/state/screen.ts';

/**
 * The page's memory: language and appearance in `localStorage`; the key in `sessionStorage`, which ends with the tab.
 * In a browser that forbids storage the page works and remembers nothing.
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
        // Without storage the value lasts as long as the page.
      }
    },
  };
}
