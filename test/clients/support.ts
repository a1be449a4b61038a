import type { Engine } from '@shoji/core';
import type { Upstream } from '@shoji/edge-proxy';
import { createLog, startServer } from '@shoji/edge-proxy/node';
import { screeningEngine } from '@shoji/edge-proxy/testing';
import sharp from 'sharp';

export { BANNED, byColour, screeningEngine as engine } from '@shoji/edge-proxy/testing';

export interface RunningProxy {
  readonly url: string;
  close(): Promise<void>;
}

/** The proxy on a loopback port, in front of `upstreams`. Its log has errors only. */
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
    engine: options.engine ?? screeningEngine(),
    access,
    upstreams,
    log: createLog('error'),
    host,
    port: 0,
    ...(page !== undefined && { page }),
  });
  return { url, close: () => stop(0) };
}

/** The content of a picture: one flat colour, or, with `blurred`, that colour as a JPEG without its text chunk. */
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
