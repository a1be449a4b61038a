/** Animations on their way through the proxy: each frame is judged, and nothing is shown that was not. */
import { automatic1111, comfyui } from '@shoji/edge-proxy';
import { json, startRecorder } from '@shoji/edge-proxy/testing';
import { sharpCodec } from '@shoji/pixels';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startAutomatic1111 } from '../upstreams/automatic1111/server.ts';
import { type ComfyServer, startComfyUi } from '../upstreams/comfyui/server.ts';
import { animationOf, picture } from '../upstreams/pictures.ts';
import { api, type Graph, type ImageFile, lookAt, runWorkflow, workflow } from './comfyui-client.ts';
import { byColour, engine, fromBase64, type RunningProxy, startProxy } from './support.ts';

let comfy: ComfyServer;
let proxy: RunningProxy;
let judged = 0;
const counting = {
  ...byColour,
  moderate: (...of: Parameters<typeof byColour.moderate>) => {
    judged += 1;
    return byColour.moderate(...of);
  },
};
beforeAll(async () => {
  comfy = await startComfyUi();
  const codec = sharpCodec({ animations: { maxJudged: 4 } });
  proxy = await startProxy([comfyui({ url: comfy.url })], {
    engine: engine({ moderators: [counting], codec }),
  });
});
afterAll(() => Promise.all([comfy.close(), proxy.close()]));

/** The usual workflow, which saves its pictures as one animation. */
const animated = (prompt: string, batch: number): Graph =>
  workflow(prompt, {
    batch,
    nodes: {
      '9': {
        class_type: 'SaveAnimatedWEBP',
        inputs: {
          images: ['8', 0],
          ...{ filename_prefix: 'ComfyUI', fps: 8, lossless: false, quality: 80, method: 'default' },
        },
      },
    },
  });
const grey = (level: number) =>
  sharp({ create: { width: 64, height: 64, channels: 3, background: { r: level, g: level, b: level } } })
    .png()
    .toBuffer();
const framesIn = async (bytes: Uint8Array) => (await sharp(bytes).metadata()).pages ?? 1;

describe('ComfyUI’s SaveAnimatedWEBP', () => {
  it('is in the history as the server tells it, and its animation is shown', async () => {
    const { prompt_id, files, heard } = await runWorkflow(proxy, animated('a green dog', 3));
    expect(files).toHaveLength(1);
    expect(files[0]?.filename).toMatch(/\.webp$/);
    const executed = heard.find(({ type }) => type === 'executed');
    expect(executed?.data).toMatchObject({ output: { animated: [true] } });
    const history = await api(proxy.url).json(`/history/${prompt_id}`);
    expect(history).toMatchObject({ [prompt_id]: { outputs: { '9': { images: files, animated: [true] } } } });
    const { answer, colour } = await lookAt(proxy, files[0]);
    expect([answer.status, colour, answer.headers.get('x-shoji-images')]).toEqual([200, 'green', 'clear']);
  });

  it.each([
    ['crimson', 'withhold', 'paper', 'image_nudity'],
    ['azure', 'blur', 'azure', 'image_nudity'],
  ])('with one frame that is %s is a still: %s', async (colour, decision, seen, code) => {
    // Only its first picture has that colour; the others are green.
    const { files } = await runWorkflow(proxy, animated(`the first ${colour} dog`, 3));
    const answer = await api(proxy.url).view(files[0] as ImageFile);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    expect([answer.headers.get('x-shoji-images'), answer.headers.get('x-shoji-warnings')]).toEqual([
      decision,
      code,
    ]);
    expect(await framesIn(bytes)).toBe(1);
    if (seen === 'azure') expect(Buffer.from(bytes).subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
  });

  it('that is too long is shown with its judged frames, and says so', async () => {
    judged = 0;
    const file = await animationOf(
      await Promise.all([10, 60, 110, 160, 190, 210, 230, 250].map(grey)),
      'webp',
    );
    const recorder = await startRecorder((_, response) => void response.writeHead(200).end(file));
    const codec = sharpCodec({ animations: { maxJudged: 4 } });
    const other = await startProxy([comfyui({ url: recorder.url })], {
      engine: engine({ moderators: [counting], codec }),
    });
    const answer = await api(other.url).view({ filename: 'long.webp', subfolder: '', type: 'output' });
    const bytes = new Uint8Array(await answer.arrayBuffer());
    expect(answer.headers.get('x-shoji-warnings')).toBe('animation_sampled');
    expect([answer.headers.get('content-type'), await framesIn(bytes), judged]).toEqual(['image/webp', 4, 4]);
    await Promise.all([recorder.close(), other.close()]);
  });
});

describe('an animation in an answer of Automatic1111', () => {
  const ask = async (frames: readonly Buffer[]) => {
    const file = await animationOf(frames, 'gif');
    const recorder = await startRecorder((_, response) =>
      json(response, { images: [file.toString('base64')], parameters: {}, info: '{}' }),
    );
    const other = await startProxy([automatic1111({ url: recorder.url })]);
    const answer = await fetch(`${other.url}/sdapi/v1/txt2img`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ prompt: 'a dog', width: 64, height: 64 }),
    });
    const { images } = (await answer.json()) as { images: string[] };
    await Promise.all([recorder.close(), other.close()]);
    const bytes = fromBase64(images[0]);
    return { answer, bytes, frames: await framesIn(bytes) };
  };

  it('is shown as an animated WebP', async () => {
    const { bytes, frames } = await ask(await Promise.all([10, 120, 230].map(grey)));
    expect([(await sharp(bytes).metadata()).format, frames]).toEqual(['webp', 3]);
  });

  it('is withheld for any frame that is', async () => {
    const { answer, frames } = await ask([await grey(10), await picture('crimson'), await grey(200)]);
    expect([answer.headers.get('x-shoji-images'), frames]).toEqual(['withhold', 1]);
  });
});

describe('an animation that is sent', () => {
  it('is refused as a picture to start from, and not sent on', async () => {
    const web = await startAutomatic1111();
    const other = await startProxy([automatic1111({ url: web.url })]);
    const file = await animationOf([await grey(10), await grey(200)], 'gif');
    const answer = await fetch(`${other.url}/sdapi/v1/img2img`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ prompt: 'a dog', init_images: [file.toString('base64')] }),
    });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(await answer.text()).toContain('only still pictures are accepted');
    expect(web.requests.filter(({ path }) => path.includes('img2img'))).toEqual([]);
    await Promise.all([web.close(), other.close()]);
  });

  it('to be judged is judged by every frame, and refused if it has too many', async () => {
    const moderate = async (frames: readonly Buffer[]) => {
      const input = [{ type: 'image', b64: (await animationOf(frames, 'gif')).toString('base64') }];
      const answer = await fetch(`${proxy.url}/v1/moderations`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ input }),
      });
      return { status: answer.status, body: await answer.json() };
    };
    const last = await moderate([await grey(10), await grey(90), await picture('azure')]);
    expect(last).toMatchObject({
      status: 200,
      body: { results: [{ decision: 'blur', findings: [{ category: 'nudity', frame: 2 }] }] },
    });
    const long = await moderate(await Promise.all([10, 60, 110, 160, 200].map(grey)));
    expect(long).toMatchObject({
      status: 400,
      body: { detail: expect.stringMatching(/5 frames; at most 4/) },
    });
  });
});
