import { CheckError, presets } from '@shoji/core';
import { fakeClassifier } from '@shoji/core/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { callOf } from '../../dialect-kit/call/call.test-helper.ts';
import { BANNED } from '../../testing/engine.ts';
import { type Colour, coloursIn, shadesOf } from '../../testing/pictures.ts';
import { json, startRecorder, type UpstreamServer } from '../../testing/recorder.ts';
import { pictures } from './pictures.ts';
import { type Automatic1111Options, type WebUi, webUiOf } from './web-ui.ts';

const PATH = '/sdapi/v1/txt2img';
const base64 = new Map<Colour, string>();
for (const colour of ['green', 'azure', 'crimson'] as const)
  base64.set(colour, (await shadesOf(colour)).toString('base64'));

let server: UpstreamServer;
let webUi: WebUi;
/** The server's answer to each call: the colours of its images, and its `info`. */
let answers: { readonly colours: readonly Colour[]; readonly info?: object }[];
/** Called while the server is working. */
let during: () => void;
/** Whether the server never answers. */
let hanging: boolean;
beforeEach(async () => {
  hanging = false;
  answers = [];
  during = () => {};
  server = await startRecorder(({ path }, response) => {
    if (path === '/sdapi/v1/prompt-styles') return json(response, [{ name: 'Film', prompt: 'grain' }]);
    during();
    if (hanging) return;
    const { colours, info = {} } = answers.shift() ?? { colours: [] };
    json(response, {
      images: colours.map((each) => base64.get(each)),
      parameters: {},
      info: JSON.stringify(info),
    });
  });
  open();
});
afterEach(() => server.close());

function open(options: Partial<Automatic1111Options> = {}): void {
  webUi = webUiOf({ url: server.url, ...options });
}

async function post(body: object, parts: Parameters<typeof callOf>[0] = {}) {
  const response = await pictures(webUi, PATH).answer(callOf({ body, ...parts }));
  const { images, info, parameters, shoji } = Object(await response.json());
  const colours = await Promise.all(images.map(async (each: string) => (await coloursIn(each))[0]));
  return { headers: response.headers, images, colours, info: JSON.parse(info), parameters, shoji };
}
/** The bodies that the server received. */
const sent = () =>
  server.requests.filter(({ path }) => path === PATH).map(({ body }) => JSON.parse(String(body)));

describe('POST /sdapi/v1/txt2img', () => {
  it('returns each judged image, with the client’s own text', async () => {
    const info = {
      ...{
        prompt: 'a dog',
        negative_prompt: 'nsfw, fog',
        seed: 7,
        all_seeds: [7, 8],
        index_of_first_image: 0,
      },
      infotexts: ['a dog\nSteps: 20, Seed: 7', 'a dog\nSteps: 20, Seed: 8'],
    };
    answers = [{ colours: ['green', 'azure'], info }];
    const told = await post({ prompt: 'a dog', seed: 7, batch_size: 2, force_task_id: 'mine', steps: 20 });
    expect(told.colours).toEqual(['green', 'azure']);
    expect(told.parameters).toEqual({ prompt: 'a dog', seed: 7, batch_size: 2, steps: 20 });
    expect(told.info).toMatchObject({ prompt: 'a dog', seed: 7, all_seeds: [7, 8], index_of_first_image: 0 });
    expect(told.info.infotexts).toEqual([
      'a dog\nSteps: 20, Seed: 7',
      'a dog\nSteps: 20, Seed: 8, Shoji: "This picture is blurred. Reason: nudity."',
    ]);
    expect(told.shoji).toMatchObject({ decision: 'blur', images: ['clear', 'blur'] });
    expect(Object.fromEntries(told.headers)).toMatchObject({
      'cache-control': 'no-store',
      'x-shoji-images': 'clear, blur',
    });
    const [body, ...more] = sent();
    expect(more).toEqual([]);
    expect(body).toMatchObject({
      ...{ prompt: 'a dog', seed: 7, batch_size: 2, steps: 20, force_task_id: 'task(gen_1)' },
      ...{ send_images: true, save_images: false, negative_prompt: expect.stringMatching(/^nsfw/) },
    });
  });

  it('returns the negative prompt as typed, not as merged', async () => {
    during = () => {
      const { negative_prompt } = sent()[0];
      const infotexts = [`a dog\nNegative prompt: ${negative_prompt}\nSteps: 20`];
      answers = [{ colours: ['green'], info: { negative_prompt, infotexts } }];
    };
    const { info } = await post({ prompt: 'a dog', negative_prompt: 'fog' });
    expect(sent()[0].negative_prompt).toMatch(/^nsfw.*, fog$/);
    expect(info).toMatchObject({
      negative_prompt: 'fog',
      infotexts: ['a dog\nNegative prompt: fog\nSteps: 20'],
    });
  });

  it('returns no negative prompt where the client typed none', async () => {
    during = () => {
      answers = [{ colours: ['green'], info: { negative_prompt: sent()[0].negative_prompt } }];
    };
    expect((await post({ prompt: 'a dog' })).info).toMatchObject({ negative_prompt: '' });
  });

  it('returns no images if the client wants none, but generates and judges them', async () => {
    answers = [{ colours: ['crimson'] }];
    const { images, shoji } = await post({ prompt: 'a dog', send_images: false });
    expect([images, shoji.images]).toEqual([[], ['withhold']]);
    expect(sent()[0].send_images).toBe(true);
  });

  it('resolves into the prompt, before it is judged, what the server would look up', async () => {
    answers = [{ colours: ['green'] }];
    const { parameters } = await post({ prompt: 'a dog', styles: ['Film'] });
    expect(sent()[0].prompt).toBe('a dog, grain');
    expect(parameters).toEqual({ prompt: 'a dog', styles: ['Film'] });
  });

  it('names itself to the operator', async () => {
    const observed: unknown[] = [];
    server.close();
    await expect(
      post({ prompt: 'a dog' }, { engineParts: { observe: (each) => observed.push(each) } }),
    ).rejects.toThrow();
    expect(observed).toContainEqual(
      expect.objectContaining({ type: 'generation-failed', generator: 'automatic1111' }),
    );
  });

  it('stops the server when the operator’s time is over', async () => {
    open({ maxSeconds: 0.2 });
    const asked = server.next();
    hanging = true;
    await expect(post({ prompt: 'a dog' })).rejects.toMatchObject({ code: 'deadline_exceeded' });
    await (await asked).abandoned;
  });

  it('saves images only where both client and operator want it', async () => {
    open({ saveImages: true });
    answers = [{ colours: ['green'] }, { colours: ['green'] }];
    await post({ prompt: 'a dog', save_images: true });
    await post({ prompt: 'a dog' });
    expect(sent().map(({ save_images }) => save_images)).toEqual([true, false]);
  });

  it('is a running task under the client’s id while the server works', async () => {
    answers = [{ colours: ['green'] }];
    const seen: unknown[] = [];
    during = () => seen.push(webUi.running.named('somebody', 'mine'), webUi.running.named('other', 'mine'));
    await post({ prompt: 'a dog', force_task_id: 'mine' });
    expect(seen).toEqual([expect.objectContaining({ id: 'task(gen_1)', caller: 'somebody' }), undefined]);
    expect(webUi.running.named('somebody', 'mine')).toBeUndefined();
  });
});

describe('additional images', () => {
  const grid = { index_of_first_image: 1, infotexts: ['grid', 'a', 'b'] };

  it('are a grid in front and maps at the end, each judged alone', async () => {
    answers = [{ colours: ['green', 'green', 'green', 'crimson', 'azure'], info: grid }];
    const { colours, info, images } = await post({ prompt: 'a dog', batch_size: 2 });
    expect(colours).toEqual(['green', 'green', 'green', 'other', 'azure']);
    expect(info.index_of_first_image).toBe(1);
    expect(images[4]).not.toBe(base64.get('azure'));
  });

  it('have no grid when it would show an image that is not clear', async () => {
    answers = [{ colours: ['green', 'green', 'crimson', 'green'], info: grid }];
    const { colours, info } = await post({ prompt: 'a dog', batch_size: 2 });
    expect([colours, info.index_of_first_image]).toEqual([['green', 'other', 'green'], 0]);
  });

  it('have no grid when an image was regenerated, which the grid does not show', async () => {
    answers = [{ colours: ['green', 'green', 'crimson'], info: grid }, { colours: ['green'] }];
    const { colours, info } = await post({ prompt: 'a dog', batch_size: 2, seed: 7 }, { engineParts: AGAIN });
    expect([colours, info.index_of_first_image]).toEqual([['green', 'green'], 0]);
  });

  it('have placeholders of the requested size', async () => {
    answers = [{ colours: ['green', 'crimson'] }];
    const { images } = await post({ prompt: 'a dog', width: 128, height: 72 });
    const header = Buffer.from(images[1], 'base64');
    expect([header.readUInt32BE(16), header.readUInt32BE(20)]).toEqual([128, 72]);
  });
});

const AGAIN = { policy: { ...presets.standard, regenerate: { attempts: 2, from: 'withhold' } } } as const;

describe('a regenerated image', () => {
  it('is requested alone, and returned with its own seed', async () => {
    const infotexts = ['a dog\nSteps: 20, Seed: 7', 'a dog\nSteps: 20, Seed: 8', 'a dog\nSteps: 20, Seed: 9'];
    answers = [
      { colours: ['crimson', 'green', 'crimson'], info: { infotexts } },
      { colours: ['green'] },
      { colours: ['azure'] },
    ];
    const body = { prompt: 'a dog', seed: 7, batch_size: 3 };
    const { colours, info } = await post(body, { engineParts: AGAIN });
    expect(colours).toEqual(['green', 'green', 'azure']);
    const [first, ...again] = sent();
    expect([first.batch_size, first.seed]).toEqual([3, 7]);
    expect(again.map(({ batch_size, n_iter }) => [batch_size, n_iter])).toEqual([
      [1, 1],
      [1, 1],
    ]);
    expect(info.all_seeds).toEqual([again[0].seed, 8, again[1].seed]);
    expect(new Set([7, 8, 9, ...info.all_seeds]).size).toBe(5);
    expect(info.infotexts[0]).toBe(`a dog\nSteps: 20, Seed: ${again[0].seed}`);
  });

  it('is not requested if a script decides the number of images', async () => {
    answers = [{ colours: ['crimson', 'green'], info: { all_seeds: [1, 2], seed: 1 } }];
    const body = { prompt: 'a dog', seed: 7, script_name: 'prompt matrix', script_args: [false, false] };
    const { colours, info } = await post(body, { engineParts: AGAIN });
    expect([colours, info.all_seeds, sent().length]).toEqual([['other', 'green'], [1, 2], 1]);
  });
});

describe('a refused prompt', () => {
  it('returns labelled images with the reason, and never reaches the server', async () => {
    const body = { prompt: `a ${BANNED}`, negative_prompt: 'fog', batch_size: 2, width: 128, height: 96 };
    const { colours, info, shoji, images } = await post(body);
    expect(colours).toEqual(['other', 'other']);
    const header = Buffer.from(images[0], 'base64');
    expect([header.readUInt32BE(16), header.readUInt32BE(20)]).toEqual([128, 96]);
    const reason = 'The prompt was refused. Reason: toxic language.';
    expect(info).toEqual({
      ...{ prompt: `a ${BANNED}`, negative_prompt: 'fog', all_prompts: [`a ${BANNED}`, `a ${BANNED}`] },
      ...{ seed: -1, all_seeds: [-1, -1], width: 128, height: 96, index_of_first_image: 0 },
      infotexts: [reason, reason],
    });
    expect(shoji).toMatchObject({ decision: 'rejected', prompt: 'reject', images: [] });
    expect(server.requests).toEqual([]);
  });

  it('says so where it could not be checked', async () => {
    const classifiers = [fakeClassifier(new CheckError('unavailable', 'down'))];
    const { info, shoji } = await post({ prompt: 'a dog' }, { engineParts: { classifiers } });
    expect([shoji.decision, info.infotexts]).toEqual(['unchecked', ['The prompt could not be checked.']]);
  });

  it('has the defaults of the web UI for missing fields', async () => {
    const { info, images } = await post({ prompt: BANNED });
    expect(info).toMatchObject({ negative_prompt: '', all_seeds: [-1], width: 512, height: 512 });
    expect(images).toHaveLength(1);
  });

  it('is an error if the operator configures it', async () => {
    open({ blocked: 'error' });
    await expect(post({ prompt: BANNED })).rejects.toMatchObject({ reason: { what: 'prompt' } });
    answers = [{ colours: ['crimson'] }];
    await expect(post({ prompt: 'a dog' })).rejects.toMatchObject({ reason: { what: 'picture' } });
  });
});
