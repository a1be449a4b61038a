import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UnscreenedImage } from '@shoji/core';
import { openJudged } from '@shoji/core/unseal';
import { decodeRgb, type RgbPixels, sharpCodec } from '../../../packages/pixels/src/index.ts';

const DATA = new URL('data/', import.meta.url);
const codec = sharpCodec({ limits: { maxPixels: 100_000_000 } });
const signal = new AbortController().signal;

/** The names of a list in `data/`: the first folder is a package and its version. */
export function listed(name: 'calibration' | 'measured'): string[] {
  return readFileSync(fileURLToPath(new URL(`${name}.txt`, DATA)), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** The names of all pictures below a folder. */
export function picturesIn(folder: string, below = ''): string[] {
  return readdirSync(join(folder, below))
    .sort()
    .flatMap((name) => {
      const path = join(below, name);
      if (statSync(join(folder, path)).isDirectory()) return picturesIn(folder, path);
      return /\.(?:png|jpe?g|webp|gif)$/i.test(name) ? [path] : [];
    });
}

/** The pixels that the judge sees of a picture: one view, or several of a transparent one. */
export async function judgedPixels(bytes: Uint8Array): Promise<RgbPixels[]> {
  const image = await codec.normalise(new UnscreenedImage(new Uint8Array(bytes)), { signal });
  return Promise.all(image.views.map((view) => decodeRgb(openJudged(view))));
}
