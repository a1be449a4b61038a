/** The same, with the picture decoded and re-encoded, so that only judged pixels are shown. */

import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import sharp from 'sharp';
import { handler as callServices } from './cold-start-sdk.ts';

export async function handler(
  event: { readonly body: string },
  stream: NodeJS.WritableStream,
): Promise<void> {
  const inner = new PassThrough();
  const [answer] = await Promise.all([text(inner), callServices(event, inner)]);
  const { images, ...rest } = JSON.parse(answer);
  const bytes = await sharp(Buffer.from(images[0].b64, 'base64')).jpeg({ quality: 92 }).toBuffer();
  stream.end(JSON.stringify({ ...rest, images: [{ b64: bytes.toString('base64') }] }));
}
