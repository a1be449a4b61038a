import { crc32 } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { callOf } from '../../dialect-kit/call/call.test-helper.ts';
import { upstreamClient } from '../../dialect-kit/client/client.ts';
import { BANNED } from '../../testing/engine.ts';
import { coloursIn, shadesOf } from '../../testing/pictures.ts';
import { json, startRecorder, type UpstreamServer } from '../../testing/recorder.ts';
import { options, pictureTool, pngInfo } from './extras.ts';
import { EXTRA_BATCH, EXTRA_SINGLE, INTERROGATE } from './fields.ts';
import { CAPTION, TOOL } from './shapes.ts';

const shades = await Promise.all([shadesOf('green'), shadesOf('azure'), shadesOf('crimson')]);
const [green, azure, crimson] = shades.map((each) => each.toString('base64'));

let server: UpstreamServer;
let made: unknown;
let status: number;
beforeEach(async () => {
  status = 200;
  server = await startRecorder((_, response) => json(response, made, status));
});
afterEach(() => server.close());

const client = () => upstreamClient(server.url);
/** The bodies that the server received. */
const sent = () => server.requests.map(({ body }) => JSON.parse(String(body)));

describe('a tool that returns one picture', () => {
  const tool = {
    path: '/sdapi/v1/extra-single-image',
    fields: EXTRA_SINGLE,
    answer: TOOL,
    pictures: 'image',
  } as const;
  const post = async (body: unknown) => (await pictureTool(client(), tool).answer(callOf({ body }))).json();

  it('returns the judged picture, and only the fields of its shape', async () => {
    made = { html_info: '<p>done</p>', image: green, secret: green };
    const answer = await post({ image: green, upscaler_1: 'Lanczos', upscaling_resize: 2, note: 'a' });
    expect(Object.keys(Object(answer))).toEqual(['html_info', 'image']);
    expect(await coloursIn(JSON.stringify(answer))).toEqual(['green']);
    expect(server.requests.map(({ method, path }) => [method, path])).toEqual([['POST', tool.path]]);
    expect(sent()).toEqual([{ image: expect.any(String), upscaler_1: 'Lanczos', upscaling_resize: 2 }]);
    expect(await coloursIn(sent()[0].image)).toEqual(['green']);
  });

  it('returns a placeholder for a withheld picture, and for a missing one', async () => {
    made = { image: crimson };
    expect(await coloursIn(JSON.stringify(await post({ image: green })))).toEqual(['other']);
    made = {};
    expect(await coloursIn(JSON.stringify(await post({ image: green })))).toEqual(['other']);
  });

  it('receives no picture that is not clear, and no text that the policy refuses', async () => {
    await expect(post({ image: azure })).rejects.toMatchObject({ reason: { what: 'input' } });
    await expect(post({ image: green, upscaler_1: BANNED })).rejects.toMatchObject({
      reason: { what: 'prompt' },
    });
    expect(server.requests).toEqual([]);
  });

  it('returns the server’s error', async () => {
    status = 404;
    made = { detail: 'Upscaler not found', trace: 'a' };
    const failed = await post({ image: green }).catch((error: unknown) => error);
    expect(failed).toHaveProperty('status', 404);
    expect(failed).toHaveProperty('body', { detail: 'Upscaler not found' });
  });
});

describe('a tool that returns several pictures', () => {
  const tool = {
    path: '/sdapi/v1/extra-batch-images',
    fields: EXTRA_BATCH,
    answer: TOOL,
    pictures: 'images',
  } as const;

  it('returns each as it was judged, in order', async () => {
    made = { html_info: '', images: [green, crimson, azure] };
    const body = { imageList: [{ data: green, name: 'a.png' }] };
    const answer = await (await pictureTool(client(), tool).answer(callOf({ body }))).json();
    const { images } = Object(answer);
    expect(await Promise.all(images.map((each: string) => coloursIn(each)))).toEqual([
      ['green'],
      ['other'],
      ['azure'],
    ]);
    expect(images[2]).not.toBe(azure);
    expect(sent()).toEqual([{ imageList: [{ data: expect.any(String), name: 'a.png' }] }]);
  });
});

it('a tool that returns text receives only judged pictures', async () => {
  const tool = { path: '/sdapi/v1/interrogate', fields: INTERROGATE, answer: CAPTION };
  const ask = async (body: unknown) => (await pictureTool(client(), tool).answer(callOf({ body }))).json();
  made = { caption: 'a green field', image: green };
  expect(await ask({ image: `data:image/png;base64,${green}`, model: 'clip' })).toEqual({
    caption: 'a green field',
  });
  expect(sent()).toEqual([{ image: expect.stringMatching(/^data:image\/png;base64,/), model: 'clip' }]);
  await expect(ask({ image: crimson, model: 'clip' })).rejects.toMatchObject({ reason: { what: 'input' } });
});

describe('POST /sdapi/v1/png-info', () => {
  const ask = async (body: unknown) => (await pngInfo().answer(callOf({ body }))).json();

  it('reads the texts of a PNG, which came from the client', async () => {
    const image = withText(shades[0], { parameters: 'a dog\nSteps: 20', Software: 'a' }).toString('base64');
    const read = {
      info: 'a dog\nSteps: 20',
      items: { parameters: 'a dog\nSteps: 20', Software: 'a' },
      parameters: {},
    };
    expect(await ask({ image })).toEqual(read);
    expect(await ask({ image: `data:image/png;base64,${image}` })).toEqual(read);
    expect(await ask({ image: green })).toEqual({ info: '', items: {}, parameters: {} });
  });

  it('refuses a file that is not an image', async () => {
    await expect(ask({})).rejects.toMatchObject({
      status: 400,
      message: 'image must be a picture as base64.',
    });
    await expect(ask({ image: 7 })).rejects.toMatchObject({ status: 400 });
    await expect(ask({ image: btoa('no picture') })).rejects.toMatchObject({
      name: 'BodyError',
      status: 400,
    });
    await expect(ask([])).rejects.toMatchObject({ status: 400 });
  });
});

describe('POST /sdapi/v1/options', () => {
  const post = async (body: unknown) =>
    (await options(client(), ['sd_vae', 'eta_noise_seed_delta']).answer(callOf({ body }))).json();

  it('passes on the settings that apps may change, and drops all others unread', async () => {
    made = null;
    await post({
      sd_vae: 'a.vae',
      eta_noise_seed_delta: 31_337,
      samples_save: true,
      outdir: '/tmp',
      x: { y: 'z' },
    });
    expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /sdapi/v1/options',
    ]);
    expect(sent()).toEqual([{ sd_vae: 'a.vae', eta_noise_seed_delta: 31_337 }]);
  });

  it('judges the names in them', async () => {
    await expect(post({ sd_vae: BANNED })).rejects.toMatchObject({ reason: { what: 'prompt' } });
    await expect(post(['a'])).rejects.toMatchObject({ status: 400 });
    expect(server.requests).toEqual([]);
  });

  it('returns the server’s error', async () => {
    status = 422;
    made = { detail: 'no such model', secret: 'a' };
    const failed = await post({ sd_vae: 'a' }).catch((error: unknown) => error);
    expect(failed).toHaveProperty('status', 422);
    expect(failed).toHaveProperty('body', { detail: 'no such model' });
  });
});

/** A PNG with `tEXt` chunks behind its header, whose 33 bytes come first. */
function withText(png: Buffer | undefined, texts: Readonly<Record<string, string>>): Buffer {
  const chunks = Object.entries(texts).map(([keyword, text]) => {
    const body = Buffer.from(`tEXt${keyword}\0${text}`, 'latin1');
    const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(body.length - 4);
    checksum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, checksum]);
  });
  const whole = png ?? Buffer.alloc(0);
  return Buffer.concat([whole.subarray(0, 33), ...chunks, whole.subarray(33)]);
}
