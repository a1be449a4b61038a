import { damaged } from '../decode.ts';
import { type RgbPixels, toPixels } from '../rgb.ts';
import { sharp } from '../sharp.ts';
import type { Frame, FrameReader, WantedFrames } from './frames.ts';

/** A decoder that takes longer for one window of frames is under attack. */
const DECODE_SECONDS = 20;

/** Shortest time of a frame in milliseconds. Browsers show frames that ask for less for {@link USUAL_MS}. */
const SHORTEST_MS = 11;
const USUAL_MS = 100;
/** Longest time of a frame. */
const LONGEST_MS = 60_000;
/** Most repetitions that WebP can store. */
const MOST_LOOPS = 65_535;

/**
 * Reads frames of a GIF or WebP with libvips, which draws each frame over those before it. Transparent parts are laid on
 * white. Frames are decoded some at a time, so that memory is bounded by the kept frames and `maxPixels`.
 */
export const readFrames: FrameReader = async (bytes, wanted) => {
  const { header, kept, signal } = wanted;
  const { delays, loop } = await timing(bytes, wanted);
  const size = Math.max(1, Math.floor(wanted.maxPixels / (header.width * header.height)));
  const last = kept.at(-1) ?? 0;
  const frames: Frame[] = [];
  for (let from = 0; from <= last; from += size) {
    const inside = kept.filter((at) => at >= from && at < from + size);
    if (inside.length === 0) continue;
    signal.throwIfAborted();
    // Only up to the last frame that is kept: a decoder draws all frames before one anyway, but none after it.
    const most = Math.min(from + size - 1, inside.at(-1) ?? from);
    const roll = await decode(bytes, wanted, from, most - from + 1);
    for (const at of inside) {
      const next = kept[kept.indexOf(at) + 1] ?? header.frames;
      frames.push({
        at,
        pixels: copyOf(roll, at - from, header.height),
        ms: lasting(delays.slice(at, next)),
      });
    }
  }
  return { frames, loop };
};

/** The frames `from` to `from + pages`, one below the other. */
async function decode(
  bytes: Uint8Array,
  { header, maxPixels }: WantedFrames,
  from: number,
  pages: number,
): Promise<RgbPixels> {
  const { width, height } = header;
  const limitInputPixels = Math.max(maxPixels, width * height);
  const roll = await toPixels(
    sharp(bytes, { limitInputPixels, failOn: 'error', page: from, pages })
      .timeout({ seconds: DECODE_SECONDS })
      .flatten({ background: '#ffffff' }),
  ).catch((cause: unknown) => {
    throw damaged('its frames cannot be decoded', { cause });
  });
  if (roll.width !== width || roll.height !== height * pages)
    throw damaged('its header and its frames differ in size');
  return roll;
}

/** The durations that the file gives its frames. */
async function timing(
  bytes: Uint8Array,
  { header }: WantedFrames,
): Promise<{ delays: readonly number[]; loop: number }> {
  // Reads headers only; the pixels of all frames were bounded before.
  const limitInputPixels = header.width * header.height * header.frames;
  const {
    pages,
    delay = [],
    loop = 0,
  } = await sharp(bytes, { limitInputPixels, pages: -1 })
    .metadata()
    .catch((cause: unknown) => {
      throw damaged('its frames cannot be read', { cause });
    });
  // A file in which two decoders count different frames is an attempt to deceive one of them.
  if (pages !== header.frames) throw damaged('decoders disagree about the number of its frames');
  return { delays: delay, loop: bounded(loop, 0, MOST_LOOPS) };
}

/** The time that a kept frame is shown: its own, and those of the frames that were left out after it. */
function lasting(delays: readonly number[]): number {
  const each = delays.map((ms) => (ms >= SHORTEST_MS ? ms : USUAL_MS));
  const sum = each.reduce((total, ms) => total + ms, 0);
  return bounded(sum === 0 ? USUAL_MS : sum, SHORTEST_MS, LONGEST_MS);
}

function bounded(value: number, least: number, most: number): number {
  return Number.isFinite(value) ? Math.min(most, Math.max(least, Math.round(value))) : most;
}

/** One frame by itself: a copy, so that the others can be freed. */
function copyOf({ width, data }: RgbPixels, index: number, height: number): RgbPixels {
  const bytes = width * height * 3;
  // A Buffer's own slice() is a view, which would keep all frames in memory and make each use of one expensive.
  return { width, height, data: new Uint8Array(data.subarray(index * bytes, (index + 1) * bytes)) };
}
