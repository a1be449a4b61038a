import { afterEach, beforeEach, vi } from 'vitest';

/** The blobs that the page can show at the moment, by object URL. Call it once in a test file. */
export function watchObjectUrls(): ReadonlyMap<string, unknown> {
  const alive = new Map<string, unknown>();
  beforeEach(() => {
    let count = 0;
    vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
      alive.set(`blob:test/${count}`, blob);
      return `blob:test/${count++}`;
    });
    vi.spyOn(URL, 'revokeObjectURL').mockImplementation((url) => void alive.delete(url));
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
    alive.clear();
  });
  return alive;
}
