import { type Engine, type ImageModerator, parseTermList, presets, rules } from '@shoji/core';
import { fakeEngine, finding } from '@shoji/core/testing';
import { openJudged } from '@shoji/core/unseal';
import type { Upstream } from '@shoji/edge-proxy';
import { createLog, startServer } from '@shoji/edge-proxy/node';
import { sharpCodec } from '@shoji/pixels';
import sharp from 'sharp';

/** The word that the tests' rules refuse: a neutral one. */
export const BANNED = 'marmalade';

/** Judges pictures by their colour: mostly red is withheld, mostly blue is blurred. */
export const byColour: ImageModerator = {
  name: 'colour',
  covers: ['nudity'],
  moderate: async (image) => {
    const { channels } = await sharp(openJudged(image).bytes).stats();
    const [red = 0, green = 0, blue = 0] = channels.map(({ mean }) => mean);
    if (red > green + 60 && red > blue + 60) return { findings: [finding('nudity', 1)] };
    return { findings: blue > green + 60 && blue > red + 60 ? [finding('nudity', 0.6)] : [] };
  },
};

/** An engine with real pixels, rules that refuse {@link BANNED}, and pictures judged by their colour. */
export function engine(parts: Partial<Engine> = {}): Engine {
  return fakeEngine({
    policy: { ...presets.standard, regenerate: { attempts: 1, from: 'withhold' } },
    rules: [rules({ lexicon: false, terms: parseTermList(`${BANNED}\n`) })],
    moderators: [byColour],
    codec: sharpCodec(),
    ...parts,
  });
}

export interface RunningProxy {
  readonly url: string;
  close(): Promise<void>;
}

/** The proxy on a loopback port, in front of `upstreams`. Its log tells of errors only. */
export async function startProxy(
  upstreams: readonly Upstream[],
  options: {
    engine?: Engine;
    keys?: readonly string[];
    origins?: readonly string[];
    host?: string;
    page?: string;
  } = {},
): Promise<RunningProxy> {
  const { keys = [], origins = [], host = '127.0.0.1', page } = options;
  const access = { keys, origins, maxBodyBytes: 10_000_000 };
  const { url, stop } = await startServer({
    engine: options.engine ?? engine(),
    access,
    upstreams,
    log: createLog('error'),
    host,
    port: 0,
    ...(page !== undefined && { page }),
  });
  return { url, close: () => stop(0) };
}

/** What a picture shows: one flat colour, or, with `blurred`, that colour as a JPEG without its text chunk. */
export async function seen(bytes: Uint8Array): Promise<{ colour: string; format: string; note: boolean }> {
  const image = sharp(Buffer.from(bytes));
  const [{ channels }, { format, exif }] = await Promise.all([image.stats(), image.metadata()]);
  const [red = 0, green = 0, blue = 0] = channels.map(({ mean }) => mean);
  const paper = red > 200 && green > 200;
  const strongest = red > green ? (red > blue ? 'crimson' : 'azure') : green > blue ? 'green' : 'azure';
  return { colour: paper ? 'paper' : strongest, format, note: exif !== undefined };
}

export const fromBase64 = (text = '') =>
  new Uint8Array(Buffer.from(text.replace(/^data:[^,]*,/, ''), 'base64'));
