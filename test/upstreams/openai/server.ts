import type { ServerResponse } from 'node:http';
import { json, type Recorded, startRecorder, type UpstreamServer } from '@shoji/edge-proxy/testing';
import { colourOf, picture } from '../pictures.ts';

/** OpenAI's Images API, recorded from the wire: JSON, forms, partial pictures as events, results by URL. */
export interface OpenAiServer extends UpstreamServer {
  /** The format of the next answers. */
  mode: 'openai' | 'ignores-stream' | 'silent' | 'bare-error' | 'evil-url';
}

/** Starts a stand-in on a loopback port. */
export async function startOpenAi(port = 0): Promise<OpenAiServer> {
  const state = { mode: 'openai' as OpenAiServer['mode'] };
  const recorder = await startRecorder(async (request, response) => {
    if (request.path === '/v1/models') {
      json(response, { object: 'list', data: [{ id: 'gpt-image-1', object: 'model' }] });
    } else if (request.path.startsWith('/pictures/')) {
      const colour = colourOf(request.path);
      response.writeHead(200, { 'content-type': 'image/png' }).end(await picture(colour));
    } else if (request.path.startsWith('/v1/images/')) {
      await answerImages(request, response, state.mode);
    } else json(response, { error: { message: 'not found', type: 'invalid_request_error' } }, 404);
  }, port);
  return Object.defineProperty(Object.assign(recorder), 'mode', {
    get: () => state.mode,
    set: (mode: OpenAiServer['mode']) => {
      state.mode = mode;
    },
  });
}

async function answerImages(request: Recorded, response: ServerResponse, mode: OpenAiServer['mode']) {
  if (mode === 'silent') return;
  if (mode === 'bare-error') return json(response, { error: 'prompt required' }, 400);
  const fields = await fieldsOf(request);
  const prompt = String(fields.prompt ?? '');
  const n = Number(fields.n ?? 1);
  const b64 = (await picture(colourOf(prompt), prompt)).toString('base64');
  const usage = { total_tokens: 50, input_tokens: 10, output_tokens: 40 };
  if (String(fields.stream) === 'true' && mode !== 'ignores-stream') {
    const kind = request.path.endsWith('/edits') ? 'image_edit' : 'image_generation';
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const send = (type: string, data: object) =>
      response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`);
    for (let index = 0; index < Number(fields.partial_images ?? 0); index++) {
      // The first partial picture is harmless more often than the result.
      const colour = index === 0 ? 'green' : colourOf(prompt);
      const partial = (await picture(colour, prompt)).toString('base64');
      send(`${kind}.partial_image`, {
        b64_json: partial,
        partial_image_index: index,
        created_at: 1,
        size: '64x64',
      });
    }
    send(`${kind}.completed`, { b64_json: b64, created_at: 1, usage });
    response.end();
    return;
  }
  const byUrl = fields.response_format === 'url' || mode === 'evil-url';
  const host = mode === 'evil-url' ? 'http://169.254.169.254/latest' : `http://${request.headers.host}`;
  const entry = byUrl ? { url: `${host}/pictures/${colourOf(prompt)}.png` } : { b64_json: b64 };
  const revised = fields.model === 'dall-e-3' ? { revised_prompt: `${prompt}, in detail` } : {};
  json(response, { created: 1, data: Array.from({ length: n }, () => ({ ...entry, ...revised })), usage });
}

async function fieldsOf({ headers, body }: Recorded): Promise<Record<string, unknown>> {
  const type = headers['content-type'] ?? '';
  if (!type.startsWith('multipart/')) return JSON.parse(body.toString());
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  return Object.fromEntries(form);
}
