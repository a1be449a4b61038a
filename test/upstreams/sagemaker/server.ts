import type { ServerResponse } from 'node:http';
import { type Recorded, startRecorder, type UpstreamServer } from '@shoji/edge-proxy/testing';
import sharp from 'sharp';
import { colourOf, picture } from '../pictures.ts';

/** Endpoints with the containers of JumpStart, by their names: `sd21`, `sdxl`, `marketplace`, `failing`, `silent`. */
export function startSageMaker(port = 0): Promise<UpstreamServer> {
  return startRecorder(answer, port);
}

async function answer({ path, headers, body }: Recorded, response: ServerResponse): Promise<void> {
  const [, , name] = path.split('/');
  if (name === 'silent') return;
  if (name === 'failing') {
    const error = {
      Message: 'boom',
      OriginalStatusCode: 500,
      OriginalMessage: 'out of memory',
      LogStreamArn: 'arn:log',
    };
    response.writeHead(424, { 'content-type': 'application/json', 'x-amzn-errortype': 'ModelError' });
    response.end(JSON.stringify(error));
    return;
  }
  const prompts = promptsOf(body.toString());
  const images = await Promise.all(prompts.map((prompt) => picture(colourOf(prompt), prompt)));
  const accept = headers.accept ?? 'application/json';
  const base64 = images.map((image) => image.toString('base64'));
  const send = (value: unknown) => {
    response.writeHead(200, {
      'content-type': 'application/json',
      'x-amzn-invoked-production-variant': 'AllTraffic',
    });
    response.end(JSON.stringify(value));
  };
  if (name === 'sdxl') return send({ generated_image: base64[0] });
  if (name === 'marketplace')
    return send({
      result: 'success',
      artifacts: base64.map((each) => ({ seed: 7, base64: each, finishReason: 'SUCCESS' })),
    });
  if (accept.startsWith('image/')) {
    response.writeHead(200, { 'content-type': 'image/png' }).end(images[0]);
    return;
  }
  const pixels = await Promise.all(images.map(rows));
  const list = accept.includes('jpeg') ? base64 : pixels;
  const isText = headers['content-type'] === 'application/x-text';
  send({ ...(isText ? { generated_image: list[0] } : { generated_images: list }), prompt: prompts[0] });
}

/** Every text that conditions a picture, one for each picture. */
function promptsOf(body: string): string[] {
  if (!/^\s*["{]/.test(body)) return [body];
  const value = JSON.parse(body);
  if (typeof value === 'string') return [value];
  const { prompt = value.inputs, text_prompts = [], num_images_per_prompt = 1 } = value;
  const texts: string[] = text_prompts.length > 0 ? [text_prompts[0].text] : [prompt].flat();
  return texts.flatMap((text) => Array.from({ length: num_images_per_prompt }, () => text));
}

async function rows(image: Buffer): Promise<number[][][]> {
  const { data, info } = await sharp(image).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return Array.from({ length: info.height }, (_, y) =>
    Array.from({ length: info.width }, (_, x) => [
      ...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3),
    ]),
  );
}
