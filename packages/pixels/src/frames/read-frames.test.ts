import { expect, it } from 'vitest';
import { animation, BLUE, GREEN, RED } from './animation.test-helper.ts';
import { readFrames } from './read-frames.ts';

const { signal } = new AbortController();
const header = { format: 'webp', width: 96, height: 96, frames: 3 } as const;

it('holds no more memory than the frames that are kept', async () => {
  const bytes = await animation([RED, GREEN, BLUE]);
  const { frames } = await readFrames(bytes, { header, kept: [0, 2], maxPixels: 1_000_000, signal });
  expect(frames.map(({ at, ms }) => [at, ms])).toEqual([
    [0, 200],
    [2, 100],
  ]);
  for (const { pixels } of frames) {
    expect(pixels.data.buffer.byteLength).toBe(96 * 96 * 3);
    expect(pixels).toMatchObject({ width: 96, height: 96 });
  }
});

it('refuses a file whose frames are not those of its header', async () => {
  const bytes = await animation([RED, GREEN]);
  const wanted = { kept: [0, 1], maxPixels: 1_000_000, signal };
  for (const wrong of [header, { ...header, frames: 2, width: 95 }, { ...header, frames: 2, height: 97 }])
    await expect(readFrames(bytes, { ...wanted, header: wrong })).rejects.toMatchObject({ code: 'corrupt' });
});
