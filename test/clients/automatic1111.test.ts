import { presets } from '@shoji/core';
import { automatic1111, openai } from '@shoji/edge-proxy';
import { ControlNetUnit, StableDiffusionApi } from 'a1111-webui-api';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Automatic1111Server, startAutomatic1111 } from '../upstreams/automatic1111/server.ts';
import { startOpenAi } from '../upstreams/openai/server.ts';
import { picture } from '../upstreams/pictures.ts';
import { answerSchema, infoSchema, post, txt2img } from './automatic1111-client.ts';
import { BANNED, engine, fromBase64, type RunningProxy, seen, startProxy } from './support.ts';

let upstream: Automatic1111Server;
let proxy: RunningProxy;
let strict: RunningProxy;
let client: StableDiffusionApi;
beforeAll(async () => {
  upstream = await startAutomatic1111();
  proxy = await startProxy([automatic1111({ url: upstream.url })]);
  strict = await startProxy([automatic1111({ url: upstream.url, blocked: 'error' })]);
  client = apiAt(proxy);
});
afterEach(() => {
  upstream.reset();
  Object.assign(upstream, { preview: undefined, silent: false, tellsTask: false, failing: false });
});
afterAll(() => Promise.all([upstream.close(), proxy.close(), strict.close()]));

function apiAt({ url }: RunningProxy): StableDiffusionApi {
  const { hostname, port } = new URL(url);
  return new StableDiffusionApi({
    host: hostname,
    port: Number(port),
    protocol: 'http',
    defaultStepCount: 5,
  });
}

/** A generation that the server works on until its client disconnects. */
async function startGeneration() {
  upstream.silent = true;
  const gone = new AbortController();
  const arrived = upstream.next();
  const body = { prompt: 'a green dog', force_task_id: 'task(1)' };
  const call = client.api.post('/sdapi/v1/txt2img', body, { signal: gone.signal }).catch(() => {});
  const { abandoned } = await arrived;
  const leave = async () => {
    gone.abort();
    await Promise.all([abandoned, call]);
  };
  return { leave };
}

const sent = (index = 0): Record<string, never> => JSON.parse(String(upstream.requests[index]?.body));

describe('a1111-webui-api', () => {
  it('gets its pictures, several at once, and its own request back', async () => {
    const { images, parameters, info } = await client.txt2img({
      prompt: 'a green dog',
      negative_prompt: 'fog',
      batch_size: 2,
    });
    expect(images).toHaveLength(2);
    expect(await seen(await (images[0] ?? sharp()).toBuffer())).toEqual({
      colour: 'green',
      format: 'png',
      note: false,
    });
    expect(parameters).toMatchObject({ prompt: 'a green dog', negative_prompt: 'fog', seed: -1 });
    const told = infoSchema.parse(JSON.parse(String(info)));
    expect(told.negative_prompt).toBe('fog');
    expect(told.infotexts[1]).toContain(`Negative prompt: fog\nSteps: 20`);
    expect(String(sent().negative_prompt)).toMatch(/.+, fog$/);
    expect(told.all_seeds[1]).toBe((told.all_seeds[0] ?? 0) + 1);
  });

  it('gets a picture that shows why the prompt is refused', async () => {
    const { images, info } = await client.txt2img({ prompt: `a ${BANNED} dog`, batch_size: 2 });
    expect(images).toHaveLength(2);
    expect(await seen(await (images[0] ?? sharp()).toBuffer())).toMatchObject({ colour: 'paper' });
    expect(infoSchema.parse(JSON.parse(String(info))).infotexts[0]).toBe(
      'The prompt was refused. Reason: toxic language.',
    );
    expect(upstream.requests).toEqual([]);
  });

  it('gets blurred pictures as pictures, and a label in place of withheld ones', async () => {
    const { image } = await client.txt2img({ prompt: 'an azure dog' });
    expect(await seen(await image.toBuffer())).toMatchObject({ colour: 'azure', format: 'jpeg' });
    const { images } = await client.txt2img({ prompt: 'first a crimson dog', batch_size: 2 });
    const looks = await Promise.all(images.map(async (each) => (await seen(await each.toBuffer())).colour));
    expect(looks).toEqual(['paper', 'green']);
  });

  it('gets an error if the operator chose errors', async () => {
    const told = await apiAt(strict)
      .txt2img({ prompt: 'a crimson dog' })
      .catch((error: { response: { status: number; data: unknown } }) => error.response);
    expect(told).toMatchObject({
      status: 422,
      data: { error: 'ModerationBlocked', detail: 'This picture is withheld. Reason: nudity.' },
    });
  });

  it('sends init images, which are judged before the model gets them', async () => {
    const image = async (colour: 'green' | 'crimson') => sharp(await picture(colour));
    const { images } = await client.img2img({ prompt: 'a green dog', init_images: [await image('green')] });
    expect(images).toHaveLength(1);
    const [start = ''] = z.array(z.string()).parse(sent().init_images);
    expect(await seen(fromBase64(start))).toMatchObject({ colour: 'green', note: false });
    upstream.reset();
    const refused = client.img2img({ prompt: 'a dog', init_images: [await image('crimson')] });
    await expect(refused).rejects.toThrow('422');
    expect(upstream.requests).toEqual([]);
  });

  it('uses ControlNet, whose maps are screened', async () => {
    const unit = new ControlNetUnit({
      model: 'canny',
      module: 'canny',
      input_image: sharp(await picture('green')),
    });
    const { images } = await client.txt2img({ prompt: 'a green dog', controlnet_units: [unit] });
    const looks = await Promise.all(images.map(async (each) => (await seen(await each.toBuffer())).colour));
    expect(looks).toEqual(['green', 'paper']);
  });

  it('polls previews, which are screened, too', async () => {
    const { leave } = await startGeneration();
    const looks: string[] = [];
    for (const colour of ['green', 'azure', 'crimson'] as const) {
      upstream.preview = colour;
      const { current_image } = z
        .object({ current_image: z.string().nullable() })
        .parse(await client.getProgress());
      looks.push(current_image === null ? 'nothing' : (await seen(fromBase64(current_image))).format);
    }
    expect(looks).toEqual(['png', 'jpeg', 'nothing']);
    const { body } = await post(proxy, '/internal/progress', { id_task: 'task(1)', id_live_preview: -1 });
    expect(body).toMatchObject({ active: true, live_preview: null });
    await leave();
  });

  it('uses lists, options, tools and commands', async () => {
    expect((await client.getSamplers()).map(({ name }) => name)).toEqual(['Euler a']);
    expect(await client.getOptions()).toMatchObject({ sd_model_checkpoint: 'sd-v1-5' });
    await client.setOptions({ sd_model_checkpoint: 'x', outdir_samples: '/tmp', api_enable_requests: true });
    expect(sent(2)).toEqual({ sd_model_checkpoint: 'x' });
    const { images } = await client.extraSingle({
      image: sharp(await picture('green')),
      upscaler_1: 'Lanczos',
    });
    expect(await seen(await (images[0] ?? sharp()).toBuffer())).toMatchObject({
      colour: 'azure',
      format: 'jpeg',
    });
    await client.interrogate(sharp(await picture('green')), 'clip');
    expect((await post(proxy, '/sdapi/v1/interrupt', {})).status).toBe(200);
  });

  it('stops the upstream when it disconnects', async () => {
    upstream.silent = true;
    const gone = new AbortController();
    const arrived = upstream.next();
    const call = client.api.post('/sdapi/v1/txt2img', { prompt: 'a green dog' }, { signal: gone.signal });
    const { abandoned } = await arrived;
    gone.abort();
    await expect(call).rejects.toThrow('canceled');
    await abandoned;
  });
});

describe('apps with a built-in client for the protocol', () => {
  it('get pictures as SillyTavern does, with an invalid Authorization, its upstream password dropped, nothing saved', async () => {
    const { body } = await post(
      proxy,
      '/sdapi/v1/txt2img',
      {
        url: upstream.url,
        auth: 'user:secret',
        prompt: 'a green dog',
        negative_prompt: '',
        sampler_name: 'Euler a',
        steps: 20,
        save_images: true,
        send_images: true,
        override_settings: { CLIP_stop_at_last_layers: 2 },
      },
      { authorization: 'Basic dW5kZWZpbmVk' },
    );
    expect(answerSchema.parse(body).images).toHaveLength(1);
    expect(upstream.heard()).not.toContain('secret');
    expect(sent()).toMatchObject({ save_images: false, override_settings: { CLIP_stop_at_last_layers: 2 } });
    expect(JSON.stringify(body)).not.toContain('secret');
  });

  it('get pictures as SillyTavern does from stable-diffusion.cpp, which has two APIs', async () => {
    const models = await startOpenAi();
    const both = await startProxy([automatic1111({ url: upstream.url }), openai({ url: models.url })]);
    expect((await fetch(`${both.url}/v1/models`)).status).toBe(200);
    expect((await fetch(`${both.url}/v1/images/generations`, { method: 'OPTIONS' })).status).toBe(204);
    const { body } = await post(both, '/sdapi/v1/txt2img', { prompt: 'a green dog' });
    expect(answerSchema.parse(body).images).toHaveLength(1);
    await Promise.all([both.close(), models.close()]);
  });

  it('get the info that LibreChat reads', async () => {
    const { info } = await txt2img(proxy, {
      prompt: 'a green dog',
      negative_prompt: 'fog',
      cfg_scale: 4.5,
      steps: 22,
      width: 1024,
      height: 1024,
    });
    expect(info.infotexts[0]).toContain('a green dog');
    expect(info).toMatchObject({ width: 1024, height: 1024, seed: expect.any(Number) });
  });

  it('may send an empty Authorization, as Open WebUI does', async () => {
    const { status } = await post(
      proxy,
      '/sdapi/v1/txt2img',
      { prompt: 'a green dog' },
      { authorization: '' },
    );
    expect(status).toBe(200);
  });

  it('get errors of the server unchanged', async () => {
    upstream.failing = true;
    expect(await post(proxy, '/sdapi/v1/txt2img', { prompt: 'a dog' })).toMatchObject({
      status: 404,
      body: { detail: 'Sampler not found' },
    });
  });

  it('get the name of the setting that opens a closed route', async () => {
    const { status, body } = await post(proxy, '/sdapi/v1/train/embedding', {});
    expect(status).toBe(403);
    expect(body.detail).toContain('automatic1111({ allow: ["POST /sdapi/v1/train/embedding"] })');
  });

  it('get a picture’s text from the proxy, without a request to the server', async () => {
    const image = await sharp(await picture('green'))
      .png()
      .toBuffer();
    const { body } = await post(proxy, '/sdapi/v1/png-info', { image: image.toString('base64') });
    expect(body).toMatchObject({ info: '', items: {} });
    expect(upstream.requests).toEqual([]);
  });
});

describe('pictures beside the samples', () => {
  it('include a grid only if every sample in it is shown', async () => {
    const save = { batch_size: 2 };
    expect((await txt2img(proxy, { prompt: 'a grid of green dogs', ...save })).looks).toEqual([
      'green',
      'green',
      'green',
    ]);
    const mixed = await txt2img(proxy, { prompt: 'a grid, first crimson', ...save });
    expect(mixed.looks).toEqual(['paper', 'green']);
    expect(mixed.info).toMatchObject({ index_of_first_image: 0 });
  });

  it('are regenerated with a withheld sample, whose new seed is reported', async () => {
    const policy = { ...presets.standard, regenerate: { attempts: 2, from: 'withhold' as const } };
    const again = await startProxy([automatic1111({ url: upstream.url })], { engine: engine({ policy }) });
    const { body } = await post(again, '/sdapi/v1/txt2img', {
      prompt: 'first crimson',
      batch_size: 2,
      seed: 7,
    });
    const { all_seeds, infotexts } = infoSchema.parse(JSON.parse(answerSchema.parse(body).info));
    expect(sent(1)).toMatchObject({ batch_size: 1, n_iter: 1 });
    expect(sent(1).seed).not.toBe(7);
    // The second attempt was no better, so the picture and seed of the first one are kept.
    expect(all_seeds).toEqual([7, 8]);
    expect(infotexts).toHaveLength(2);
    await again.close();
  });
});

describe('a proxy with keys', () => {
  it('accepts its key as the password of Basic, and sends the operator’s key upstream', async () => {
    const guarded = await startProxy([automatic1111({ url: upstream.url, auth: 'operator:word' })], {
      keys: ['a-key-of-the-proxy'],
    });
    const asked = (password: string) =>
      apiAt(guarded).setAuth('anybody', password).txt2img({ prompt: 'a green dog' });
    await expect(asked('guessed')).rejects.toThrow('401');
    expect((await asked('a-key-of-the-proxy')).images).toHaveLength(1);
    expect(upstream.requests.map(({ headers }) => headers.authorization)).toEqual([
      `Basic ${btoa('operator:word')}`,
    ]);
    await guarded.close();
  });
});
