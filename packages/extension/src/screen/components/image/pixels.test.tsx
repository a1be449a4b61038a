import { fireEvent, render } from '@testing-library/preact';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Pixels } from './pixels.tsx';

/** Object URLs that are valid at the moment. */
const alive = new Map<string, Blob>();
beforeEach(() => {
  let count = 0;
  vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
    if (!(blob instanceof Blob)) throw new Error('not a blob');
    const url = `blob:test/${count++}`;
    alive.set(url, blob);
    return url;
  });
  vi.spyOn(URL, 'revokeObjectURL').mockImplementation((url) => void alive.delete(url));
});
afterEach(() => {
  vi.restoreAllMocks();
  alive.clear();
});

const [first, second] = [new Blob(['first']), new Blob(['second'])];
const pixels = (blob: Blob, onDragStart?: (event: DragEvent) => void) => (
  <Pixels blob={blob} width={512} height={768} alt="a dog" {...(onDragStart && { onDragStart })} />
);
const shown = (image: Element) => alive.get(image.getAttribute('src') ?? '');

it('shows a picture from memory, with its size and its alternative text', () => {
  const page = render(pixels(first));
  const image = page.getByRole('img', { name: 'a dog' });
  expect(shown(image)).toBe(first);
  expect(image).toHaveAttribute('width', '512');
  expect(image).toHaveAttribute('height', '768');
});

it('keeps the object URL exactly as long as the picture is shown', () => {
  const page = render(pixels(first));
  expect(alive.size).toBe(1);
  page.unmount();
  expect(alive.size).toBe(0);
});

it('revokes the object URL of a picture when another one replaces it, and not before', () => {
  const page = render(pixels(first));
  const image = page.getByRole('img');
  const address = image.getAttribute('src');
  page.rerender(pixels(first));
  expect(image).toHaveAttribute('src', address);
  page.rerender(pixels(second));
  expect(shown(image)).toBe(second);
  expect([...alive.values()]).toEqual([second]);
});

it('reports the start of a drag', () => {
  const dragged = vi.fn();
  const page = render(pixels(first, dragged));
  fireEvent(page.getByRole('img'), new Event('dragstart'));
  expect(dragged).toHaveBeenCalledOnce();
});
