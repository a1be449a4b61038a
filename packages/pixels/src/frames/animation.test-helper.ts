import { own } from '../fixtures.test-helper.ts';
import { sharp } from '../sharp.ts';

export type Colour = readonly [red: number, green: number, blue: number];

/** Colours that no codec confuses. */
export const RED: Colour = [220, 30, 30];
export const GREEN: Colour = [30, 180, 50];
export const BLUE: Colour = [40, 60, 220];
export const WHITE: Colour = [255, 255, 255];

export interface Made {
  readonly format?: 'gif' | 'webp';
  readonly delay?: number[];
  readonly loop?: number;
  readonly side?: number;
}

/** An animation with one plain frame of each colour, and a small mark that makes each frame a different one. */
export async function animation(
  colours: readonly Colour[],
  made: Made = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const { format = 'webp', side = 96, loop = 0, delay = colours.map(() => 100) } = made;
  const frames = await Promise.all(
    colours.map(([r, g, b]) =>
      sharp({ create: { width: side, height: side, channels: 3, background: { r, g, b } } })
        .png()
        .toBuffer(),
    ),
  );
  const joined = sharp(frames, { join: { animated: true } });
  const encoded =
    format === 'gif' ? joined.gif({ loop, delay }) : joined.webp({ lossless: true, loop, delay });
  return own(await encoded.toBuffer());
}

/** `count` shades of grey, each a different frame. */
export function shades(count: number): Colour[] {
  return Array.from({ length: count }, (_, index) => {
    const grey = Math.round((index * 240) / count);
    return [grey, grey, grey];
  });
}

/** The mean colour of each frame of an encoded picture. */
export async function framesOf(bytes: Uint8Array): Promise<Colour[]> {
  const { pages = 1 } = await sharp(bytes).metadata();
  return Promise.all(
    Array.from({ length: pages }, async (_, page) => {
      const { channels } = await sharp(bytes, { page }).removeAlpha().stats();
      const [r = 0, g = 0, b = 0] = channels.map(({ mean }) => Math.round(mean));
      return [r, g, b] as const;
    }),
  );
}

/** The largest difference between two colours in one channel. */
export function distance(a: Colour, b: Colour): number {
  return Math.max(...a.map((value, channel) => Math.abs(value - (b[channel] ?? 0))));
}
