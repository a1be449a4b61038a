import type { ImageModerator } from '@shoji/core';
import { finding } from '@shoji/core/testing';
import { decodeRgb, encodeRgb } from '@shoji/pixels';

/** The colours that distinguish the pictures of a test, and the verdict of {@link byColour} for each. */
const COLOURS = {
  /** Clear. */
  green: [32, 160, 64],
  /** Blurred. */
  azure: [32, 64, 224],
  /** Withheld. */
  crimson: [208, 16, 32],
} as const;

export type Colour = keyof typeof COLOURS;

const SIDE = 48;
/** Range of a pixel's deviation from its colour, so that the file is not compressed to a few bytes. */
const NOISE = 14;

/** A PNG in shades of one colour, a few kilobytes long. */
export async function shadesOf(colour: Colour, side = SIDE): Promise<Buffer> {
  const data = new Uint8Array(side * side * 3);
  // The same shades each time: a linear congruential generator, with the constants of Numerical Recipes.
  let random = 1;
  for (let index = 0; index < data.length; index++) {
    random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0;
    data[index] = (COLOURS[colour][index % 3] ?? 0) + ((random >>> 24) % NOISE);
  }
  const { bytes } = await encodeRgb({ width: side, height: side, data });
  return Buffer.from(bytes);
}

/** Judges pictures by their colour: mostly red is withheld, mostly blue is blurred, everything else is clear. */
export const byColour: ImageModerator = {
  name: 'colour',
  covers: ['nudity'],
  moderate: async (image) => {
    const colour = strongest((await decodeRgb(image)).data);
    if (colour === 'crimson') return { findings: [finding('nudity', 1)] };
    return { findings: colour === 'azure' ? [finding('nudity', 0.6)] : [] };
  },
};

/** The colours of all pictures in a text, also of those in strings inside of strings, and of bytes that are a picture. */
export async function coloursIn(told: string | Uint8Array): Promise<(Colour | 'other')[]> {
  if (typeof told !== 'string') {
    const colour = await colourOf(Buffer.from(told));
    return colour === undefined ? coloursIn(new TextDecoder().decode(told)) : [colour];
  }
  const runs = told.replaceAll('\\/', '/').match(/[A-Za-z0-9+/]{80,}={0,2}/g) ?? [];
  const colours = await Promise.all(runs.map((run) => colourOf(Buffer.from(run, 'base64'))));
  return colours.filter((colour) => colour !== undefined);
}

const SIZE = { width: 4_096, height: 4_096 };

async function colourOf(bytes: Uint8Array<ArrayBuffer>): Promise<Colour | 'other' | undefined> {
  const pixels = await decodeRgb({ bytes, mediaType: 'image/png', ...SIZE }).catch(() => undefined);
  return pixels && (strongest(pixels.data) ?? 'other');
}

/** By how much one channel must be above both others. */
const CLEARLY = 60;

function strongest(data: Uint8Array): Colour | undefined {
  const sums = [0, 0, 0];
  for (const [index, value] of data.entries()) sums[index % 3] = (sums[index % 3] ?? 0) + value;
  const [red = 0, green = 0, blue = 0] = sums.map((sum) => (sum * 3) / data.length);
  if (red > green + CLEARLY && red > blue + CLEARLY) return 'crimson';
  if (blue > green + CLEARLY && blue > red + CLEARLY) return 'azure';
  return green > red + CLEARLY && green > blue + CLEARLY ? 'green' : undefined;
}
