import { json, startRecorder, type UpstreamServer } from '@shoji/edge-proxy/testing';
import { colourOf, picture } from '../pictures.ts';

/** Replicate's predictions API: a prediction is created, polled until it ends, and its pictures are fetched by URL. */
export interface ReplicateServer extends UpstreamServer {
  /** Outcomes of the next predictions. */
  mode: 'succeeds' | 'fails' | 'busy' | 'refuses';
}

interface Input {
  readonly prompt?: string;
  readonly size?: string;
  readonly num_outputs?: number;
}

/** Starts a stand-in on a loopback port. */
export async function startReplicate(port = 0): Promise<ReplicateServer> {
  const state = { mode: 'succeeds' as ReplicateServer['mode'] };
  const predictions: Input[] = [];
  const recorder = await startRecorder(async ({ path, headers, body }, response) => {
    const origin = `http://${headers.host}`;
    const [, kind, ...rest] = path.split('/');
    if (kind === 'pictures') {
      const [colour = '', side] = rest;
      const bytes = await picture(colourOf(colour), 'made by a test', Number(side));
      response.writeHead(200, { 'content-type': 'image/png' }).end(bytes);
    } else if (kind === 'predictions') {
      const { prompt = '', size = '64x64', num_outputs = 1 } = predictions[Number(rest[0])] ?? {};
      const url = `${origin}/pictures/${colourOf(prompt)}/${size.split('x')[0]}`;
      const failed = { status: 'failed', error: 'CUDA error', output: null };
      const done = { status: 'succeeded', output: Array.from({ length: num_outputs }, () => url) };
      json(response, { ...(state.mode === 'fails' ? failed : done), urls: { get: `${origin}${path}` } });
    } else if (state.mode === 'busy') {
      response.setHeader('retry-after', '1');
      json(response, { detail: 'Request was throttled.' }, 429);
    } else if (state.mode === 'refuses') {
      json(response, { detail: 'NSFW content detected.' }, 422);
    } else {
      const { input }: { input: Input } = JSON.parse(body.toString());
      const get = `${origin}/predictions/${predictions.push(input) - 1}`;
      json(response, { status: 'processing', output: null, urls: { get } }, 201);
    }
  }, port);
  return Object.defineProperty(Object.assign(recorder), 'mode', {
    get: () => state.mode,
    set: (mode: ReplicateServer['mode']) => {
      state.mode = mode;
    },
  });
}
