import type { ServerResponse } from 'node:http';
import { json, type Recorded, startRecorder, type UpstreamServer } from '@shoji/edge-proxy/testing';
import { colourOf, picture } from '../pictures.ts';

/** InvokeModel of Stability's models. */
export function startBedrock(port = 0): Promise<UpstreamServer> {
  return startRecorder(answer, port);
}

async function answer({ path, body }: Recorded, response: ServerResponse): Promise<void> {
  const model = decodeURIComponent(path.split('/')[2] ?? '');
  const { prompt = '', text_prompts = [], seed = 0, samples = 1 } = JSON.parse(body.toString());
  if (prompt.includes('silence')) return;
  if (prompt.includes('filtered'))
    return json(response, { seeds: [], finish_reasons: ['Filter reason: prompt'], images: [] });
  if (prompt.includes('throttled')) {
    const text = JSON.stringify({ message: 'Too many requests' });
    response
      .writeHead(429, { 'content-type': 'application/json', 'x-amzn-errortype': 'ThrottlingException' })
      .end(text);
    return;
  }
  const text = String(text_prompts[0]?.text ?? prompt);
  const base64 = (await picture(colourOf(text), text)).toString('base64');
  if (!model.includes('stable-diffusion-xl'))
    return json(response, { seeds: [seed], finish_reasons: [null], images: [base64] });
  const artifacts = Array.from({ length: samples }, (_, index) => ({
    seed: seed + index,
    base64,
    finishReason: 'SUCCESS',
  }));
  json(response, { result: 'success', artifacts });
}
