import browser from 'webextension-polyfill';

/** One named value in the browser's storage, checked whenever it is read. */
export interface StoredValue<Value> {
  read(): Promise<Value | undefined>;
  /** `undefined` removes it. */
  write(value: Value | undefined): Promise<void>;
  /** Calls back on every change by any surface; the answer stops it. */
  watch(listener: (value: Value | undefined) => void): () => void;
  /** Calls back with the value as it is now, and then on every change; the answer stops it. */
  follow(listener: (value: Value | undefined) => void): () => void;
}

/**
 * @param area `local` outlives the browser; `session` is in memory until it is closed.
 * @param parse Answers `undefined` for what cannot be read, e.g. for what an older version wrote.
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
      // The browser may tell of a change before it answers a question that was asked earlier: that answer is out of date.
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
