import { encodeRgb } from '@shoji/pixels';
import { random } from './random.ts';

const SIDE = 128;

let made: Promise<string> | undefined;

/** Fine grey grain, the surface of paper, as a `data:` URI. An SVG turbulence filter takes a hundred times as long. */
export function grain(): Promise<string> {
  made ??= makeGrain();
  return made;
}

async function makeGrain(): Promise<string> {
  const chance = random(1, 'grain');
  const data = new Uint8Array(SIDE * SIDE * 3);
  for (let at = 0; at < data.length; at += 3) data.fill(chance.between(88, 168), at, at + 3);
  const { bytes, mediaType } = await encodeRgb({ width: SIDE, height: SIDE, data });
  return `data:${mediaType};base64,${Buffer.from(bytes).toString('base64')}`;
}
