import { parseDraft } from '../screen/state/draft.ts';
import type { Door } from '../screen/state/screen.ts';
import type { Settings } from '../screen/state/settings.ts';

/**
 * The page's memory: language and appearance in `localStorage`; the key in `sessionStorage`, which ends with the tab.
 * In a browser that forbids storage the page works and remembers nothing.
 */
export function browserMemory(): Door['memory'] {
  const storageFor = (name: string) => (name === 'key' ? sessionStorage : localStorage);
  return {
    keyKept: () => 'window',
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

/** The form as it was left in this tab. Prompts are private, so it ends with the tab. */
export const tabDraft = {
  read(): Settings | undefined {
    try {
      return parseDraft(JSON.parse(sessionStorage.getItem('shoji.draft') ?? ''));
    } catch {
      return undefined;
    }
  },
  write(form: Settings): void {
    try {
      sessionStorage.setItem('shoji.draft', JSON.stringify(form));
    } catch {
      // Without storage, or with a prompt that is too large for it, the form lasts as long as the page.
    }
  },
};
