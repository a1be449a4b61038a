/** The places where apps without support for Shoji show why a picture is blurred, withheld or refused. */
import { type IncomingMessage, request } from 'node:http';
import { json as readBody } from 'node:stream/consumers';
import { presets } from '@shoji/core';
import { automatic1111, comfyui, openai } from '@shoji/edge-proxy';
import type { UpstreamServer } from '@shoji/edge-proxy/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startAutomatic1111 } from '../upstreams/automatic1111/server.ts';
import { startComfyUi } from '../upstreams/comfyui/server.ts';
import { startOpenAi } from '../upstreams/openai/server.ts';
import { BANNED, engine, type RunningProxy, startProxy } from './support.ts';

let servers: UpstreamServer[];
let proxy: RunningProxy;
beforeAll(async () => {
  const [web, images, comfy] = await Promise.all([startAutomatic1111(), startOpenAi(), startComfyUi()]);
  servers = [web, images, comfy];
  const byFinding = {
    name: 'rules',
    covers: [],
    match: (text: string) =>
      [...text.matchAll(/bold/g)].map(({ index }) => ({
        check: 'rules',
        category: 'suggestive' as const,
        label: 'bold',
        score: 1,
        span: [index, index + 4] as const,
      })),
  };
  const { rules = [] } = engine();
  const policy = { ...presets.standard, regenerate: { attempts: 1, from: 'withhold' as const } };
  proxy = await startProxy(
    [
      automatic1111({ url: web.url, blocked: 'error' }),
      openai({ url: images.url }),
      comfyui({ url: comfy.url }),
    ],
    { engine: engine({ policy, rules: [...rules, { ...byFinding, name: 'bold' }] }) },
  );
});
afterAll(() => Promise.all([proxy.close(), ...servers.map((server) => server.close())]));

/** By Node's HTTP client, which gives access to the status line. */
async function post(path: string, body: object, language = 'en') {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'accept-language': language };
    request(proxy.url + path, { method: 'POST', headers }, resolve)
      .on('error', reject)
      .end(JSON.stringify(body));
  });
  return { status: answer.statusCode, phrase: answer.statusMessage, body: await readBody(answer) };
}
const infotextsOf = (body: unknown) => {
  const { info } = body as { info: string };
  return JSON.parse(info).infotexts as string[];
};

describe('the web UI’s info text', () => {
  it('says for each picture whether and why it is blurred or withheld', async () => {
    const mixed = await post('/sdapi/v1/txt2img', { prompt: 'first an azure dog', batch_size: 2 });
    const [blurred, clear] = infotextsOf(mixed.body);
    expect(blurred).toMatch(/^first an azure dog\n/);
    expect(blurred).toMatch(/, Shoji: "This picture is blurred\. Reason: nudity\."$/);
    expect(clear).not.toContain('Shoji');
    const partly = await post('/sdapi/v1/txt2img', { prompt: 'first a crimson dog', batch_size: 2 });
    expect(infotextsOf(partly.body)[0]).toContain('"This picture is withheld. Reason: nudity."');
  });

  it('gives the reason in the reader’s language, also if the prompt is the reason', async () => {
    const { body } = await post('/sdapi/v1/txt2img', { prompt: 'a bold green dog' }, 'ja');
    expect(infotextsOf(body)[0]).toContain('Shoji: "この画像はぼかされています。理由：');
  });
});

describe('OpenAI’s revised prompt', () => {
  it('begins with the reason for a blur, before the model’s revision of the prompt', async () => {
    const { body } = await post('/v1/images/generations', { prompt: 'an azure dog', model: 'dall-e-3' });
    expect(body).toMatchObject({
      data: [{ revised_prompt: 'This picture is blurred. Reason: nudity.\nan azure dog, in detail' }],
    });
    const clear = await post('/v1/images/generations', { prompt: 'a green dog' });
    expect(clear.body).toMatchObject({ data: [{ b64_json: expect.any(String) }] });
    expect(JSON.stringify(clear.body)).not.toContain('revised_prompt');
  });

  it('has the reason in a stream, too, with the format of the shown picture and each warning once', async () => {
    const response = await fetch(`${proxy.url}/v1/images/generations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ prompt: 'a bold bold azure dog', stream: true, partial_images: 2 }),
    });
    const events = [...(await response.text()).matchAll(/^data: (.*)$/gm)].map(([, data = '']) =>
      JSON.parse(data),
    );
    expect(events.map(({ type, output_format }) => [type, output_format])).toEqual([
      ['image_generation.partial_image', 'jpeg'],
      ['image_generation.partial_image', 'jpeg'],
      ['image_generation.completed', 'jpeg'],
    ]);
    const { revised_prompt, shoji } = events.at(-1);
    expect(revised_prompt).toMatch(/^This picture is blurred\. Reason: .*nudity/);
    expect(shoji.warnings.map(({ code }: { code: string }) => code)).toEqual([
      'prompt_suggestive',
      'image_nudity',
    ]);
  });
});

describe('the status line', () => {
  const REFUSED = 'The prompt was refused. Reason: toxic language.';
  const workflow = {
    prompt: { 1: { class_type: 'CLIPTextEncode', inputs: { text: BANNED, clip: ['2', 0] } } },
  };

  it.each([
    ['/sdapi/v1/txt2img', { prompt: BANNED }, 422, REFUSED],
    ['/sdapi/v1/txt2img', { prompt: 'a crimson dog' }, 422, 'This picture is withheld. Reason: nudity.'],
    ['/v1/images/generations', { prompt: BANNED }, 400, REFUSED],
    ['/v1/images/generations', { prompt: 7 }, 400, 'prompt must be a string.'],
    ['/v1/chat/completions', {}, 403, expect.stringMatching(/^Shoji does not pass POST \/v1\/chat/)],
    ['/prompt', { ...workflow, more: 1 }, 400, expect.stringMatching(/^[\x20-\x7e]+$/)],
  ])('of %s has the reason', async (path, body, status, phrase) => {
    for (const language of ['en', 'ja']) {
      const answer = await post(path, body, language);
      expect([answer.status, answer.phrase]).toEqual([status, phrase]);
    }
  });

  it('is Node’s default without a reason', async () => {
    expect((await post('/v1/images/generations', { prompt: 'a green dog' })).phrase).toBe('OK');
  });
});
