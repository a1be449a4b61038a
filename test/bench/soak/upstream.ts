import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as after } from 'node:timers/promises';
import { noisePicture } from '../pictures.ts';

/** Time for one picture, in milliseconds. */
const DRAWING_MS = 150;

/** AUTOMATIC1111 and OpenAI's Images API in one stand-in, which always answers the same picture. */
export async function startUpstream() {
  const picture = Buffer.from(await noisePicture(512)).toString('base64');
  const answers: Record<string, (response: ServerResponse) => Promise<void>> = {
    '/sdapi/v1/txt2img': async (response) => {
      await after(DRAWING_MS);
      json(response, { images: [picture], parameters: {}, info: '{"all_seeds":[1],"infotexts":[""]}' });
    },
    '/v1/images/generations': async (response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      const event = (type: string, more: object) =>
        response.write(`event: ${type}\ndata: ${JSON.stringify({ type, b64_json: picture, ...more })}\n\n`);
      await after(DRAWING_MS / 2);
      event('image_generation.partial_image', { partial_image_index: 0 });
      await after(DRAWING_MS / 2);
      event('image_generation.completed', { created_at: 1 });
      response.end();
    },
  };
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    request.resume().on('end', () => {
      const answer = answers[request.url ?? ''];
      if (answer) void answer(response);
      else json(response, []);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function json(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}
