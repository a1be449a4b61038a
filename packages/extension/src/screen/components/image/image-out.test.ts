// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { download, dragOut } from './image-out.ts';

const alive = new Map<string, Blob>();
beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
    if (blob instanceof Blob) alive.set('blob:test/0', blob);
    return 'blob:test/0';
  });
  vi.spyOn(URL, 'revokeObjectURL').mockImplementation((url) => void alive.delete(url));
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  alive.clear();
});

describe('download', () => {
  it.each([
    ['image/jpeg', 'jpg'],
    ['image/png', 'png'],
    ['image/webp', 'webp'],
    ['application/zip', 'zip'],
    ['image/of-tomorrow', 'img'],
  ])('saves %s as .%s', (type, extension) => {
    const blob = new Blob(['x'], { type });
    const saved: unknown[] = [];
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      saved.push([this.download, alive.get(this.href)]);
    });
    download(blob, 'shoji-1');
    expect(saved).toEqual([[`shoji-1.${extension}`, blob]]);
  });

  it('revokes the object URL after the click was handled', () => {
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
    download(new Blob(['x']), 'shoji-1');
    vi.advanceTimersByTime(500);
    expect(alive.size).toBe(1);
    vi.advanceTimersByTime(1000);
    expect(alive.size).toBe(0);
  });
});

describe('dragOut', () => {
  function dragged(target: unknown) {
    const files: File[] = [];
    const data = new Map<string, string>();
    const transfer = {
      effectAllowed: 'uninitialized',
      items: { add: (file: File) => files.push(file) },
      setData: (type: string, value: string) => data.set(type, value),
    };
    const event = new Event('dragstart');
    Object.defineProperties(event, { dataTransfer: { value: transfer }, currentTarget: { value: target } });
    return { event, files, data, transfer };
  }

  it('offers a file, also under the name that Chromium uses when it is dropped on the desktop', async () => {
    const image = document.createElement('img');
    image.src = 'blob:test/0';
    const { event, files, data, transfer } = dragged(image);
    dragOut(event as DragEvent, new Blob(['x'], { type: 'image/png' }), 'shoji-1');
    expect(transfer.effectAllowed).toBe('copy');
    expect(files.map(({ name, type }) => [name, type])).toEqual([['shoji-1.png', 'image/png']]);
    expect(await files[0]?.text()).toBe('x');
    expect(data.get('DownloadURL')).toBe('image/png:shoji-1.png:blob:test/0');
  });

  it('offers nothing for a blob that is not an image', () => {
    const { event, files } = dragged(document.createElement('p'));
    dragOut(event as DragEvent, new Blob(['x'], { type: 'image/png' }), 'shoji-1');
    expect(files).toEqual([]);
  });
});
