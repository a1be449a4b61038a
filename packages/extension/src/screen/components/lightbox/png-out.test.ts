// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest';
import { copy } from './png-out.ts';

afterEach(() => vi.unstubAllGlobals());

describe('copy', () => {
  class Item {
    readonly data: Readonly<Record<string, Promise<Blob>>>;
    constructor(data: Item['data']) {
      this.data = data;
    }
  }
  function clipboard() {
    const written: Item[] = [];
    vi.stubGlobal('ClipboardItem', Item);
    vi.stubGlobal('navigator', {
      clipboard: { write: async (items: Item[]) => void written.push(...items) },
    });
    return written;
  }

  it('writes a PNG into the clipboard unchanged', async () => {
    const written = clipboard();
    const blob = new Blob(['x'], { type: 'image/png' });
    await copy(blob);
    expect(Object.keys(written[0]?.data ?? {})).toEqual(['image/png']);
    expect(await written[0]?.data['image/png']).toBe(blob);
  });

  it('converts any other picture into a PNG of the same size, and releases the pixels', async () => {
    const written = clipboard();
    const blob = new Blob(['x'], { type: 'image/jpeg' });
    const png = new Blob(['converted'], { type: 'image/png' });
    const bitmap = { width: 3, height: 2, close: vi.fn() };
    const drawn: unknown[] = [];
    vi.stubGlobal('createImageBitmap', async (from: Blob) => (from === blob ? bitmap : undefined));
    vi.stubGlobal(
      'OffscreenCanvas',
      class {
        readonly size: readonly [width: number, height: number];
        constructor(...size: [number, number]) {
          this.size = size;
        }
        getContext(kind: string) {
          return { drawImage: (...given: unknown[]) => drawn.push([kind, ...this.size, ...given]) };
        }
        async convertToBlob({ type }: { type: string }) {
          return type === 'image/png' ? png : undefined;
        }
      },
    );
    await copy(blob);
    expect(await written[0]?.data['image/png']).toBe(png);
    expect(drawn).toEqual([['2d', 3, 2, bitmap, 0, 0]]);
    expect(bitmap.close).toHaveBeenCalledOnce();
  });
});
