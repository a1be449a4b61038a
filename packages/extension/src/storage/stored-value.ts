import { browser } from '../browser.ts';

/** One named value in the browser's storage, checked whenever it is read. */
export interface StoredValue<Value> {
  read(): Promise<Value | undefined>;
  /** `undefined` removes it. */
  write(value: Value | undefined): Promise<void>;
  /** Calls back on every change by any surface. Returns a function that stops it. */
  watch(listener: (value: Value | undefined) => void): () => void;
  /** Calls back with the current value and on every change. Returns a function that stops it. */
  follow(listener: (value: Value | undefined) => void): () => void;
}

/**
 * @param area `local` outlives the browser; `session` is in memory until it is closed.
 * @param parse Returns `undefined` for an unreadable value, e.g. one of an older version.
 */
export function storedValue<Value>(
  area: 'local' | 'session',
  name: string,
  parse: (value: unknown) => Value | undefined,
): StoredValue<Value> {
  const value: StoredValue<Value> = {
    async read() {
      const found = await browser.storage[area].get(name);
      return parse(found[name]);
    },
    async write(value) {
      if (value === undefined) await browser.storage[area].remove(name);
      else await browser.storage[area].set({ [name]: value });
    },
    watch(listener) {
      const onChanged = (changes: Record<string, { newValue?: unknown }>, changed: string) => {
        const change = changes[name];
        if (changed === area && change) listener(parse(change.newValue));
      };
      browser.storage.onChanged.addListener(onChanged);
      return () => browser.storage.onChanged.removeListener(onChanged);
    },
    follow(listener) {
      // A change event may arrive before the answer to an earlier read, which is then out of date.
      let settled = false;
      const stop = value.watch((changed) => {
        settled = true;
        listener(changed);
      });
      value.read().then(
        (found) => {
          if (!settled) listener(found);
        },
        () => undefined,
      );
      return () => {
        settled = true;
        stop();
      };
    },
  };
  return value;
}
