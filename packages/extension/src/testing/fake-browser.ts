type Listener = (changes: Record<string, { newValue?: unknown }>, area: string) => void;

/**
 * The browser's storage for tests that run without a browser. Import it before anything that uses the extension API.
 * Its answers wait for `answer()`, so that a test decides what comes first: the answer or the news of a change.
 */
export function fakeBrowser() {
  const stored: Record<string, Record<string, unknown>> = { local: {}, session: {} };
  const listeners = new Set<Listener>();
  const waiting: (() => void)[] = [];
  const later = <Value>(value: Value) => new Promise<Value>((resolve) => waiting.push(() => resolve(value)));
  const tell = (area: string, name: string, newValue: unknown) => {
    for (const listener of listeners) listener({ [name]: { newValue } }, area);
  };
  const areaOf = (area: 'local' | 'session') => ({
    get: (name: string) => later({ [name]: stored[area]?.[name] }),
    set(items: Record<string, unknown>) {
      Object.assign(stored[area] ?? {}, items);
      for (const [name, value] of Object.entries(items)) tell(area, name, value);
      return later(undefined);
    },
    remove(name: string) {
      delete stored[area]?.[name];
      tell(area, name, undefined);
      return later(undefined);
    },
  });
  const onChanged = {
    addListener: (listener: Listener) => void listeners.add(listener),
    removeListener: (listener: Listener) => void listeners.delete(listener),
  };
  const storage = { local: areaOf('local'), session: areaOf('session'), onChanged };
  const runtime = { id: 'shoji' };
  Object.assign(globalThis, { chrome: { runtime }, browser: { runtime, storage } });
  return {
    stored,
    /** Lets every answer out that is on its way, and those that are asked for because of them. */
    async answer(): Promise<void> {
      for (let round = 0; round < 5; round++) {
        for (const release of waiting.splice(0)) release();
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}
