import type { PromptClassifier } from '@shoji/core';
import { fakeEngine, fakeModerator, finding } from '@shoji/core/testing';
import { MAX_PROMPT_BYTES } from '@shoji/core/text';
import { describe, expect, it } from 'vitest';
import { createApp } from '../app.ts';

const TOO_LONG = 'a'.repeat(MAX_PROMPT_BYTES + 1);
const PICTURE = btoa('a picture');

/** An application that counts the judged texts and pictures. */
function counting(classify: PromptClassifier['classify'] = async () => ({ findings: [] })) {
  const judged: string[] = [];
  const moderator = fakeModerator();
  const rules = {
    name: 'rules',
    covers: [],
    match: (text: string) => {
      judged.push(text);
      return [];
    },
  };
  const engine = fakeEngine({
    rules: [rules],
    classifiers: [{ name: 'classifier', covers: [], classify }],
    moderators: [moderator],
  });
  const app = createApp(engine, { access: { keys: [], origins: [], maxBodyBytes: 1_000_000 } });
  const post = (path: string, body: object, signal?: AbortSignal) =>
    app.request(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
      ...(signal && { signal }),
    });
  return { post, judged, pictures: moderator.calls };
}

const text = (value: string) => ({ type: 'text', text: value });
const url = (value: string) => ({ type: 'image_url', image_url: { url: value } });

describe('before anything is judged', () => {
  it.each([
    [
      '/v1/moderations',
      { input: [text('a dog'), text(TOO_LONG)] },
      /^input\.1\.text: .*10000 bytes.*shorten/,
    ],
    ['/v1/moderations', { input: Array(17).fill(text('a dog')) }, /^input: .*16 parts.*further request/],
    ['/v1/generations', { prompt: TOO_LONG }, /^prompt .*10000 bytes.*shorten/],
    [
      '/v1/generations',
      { prompt: 'a dog', negative_prompt: TOO_LONG },
      /^negative_prompt .*10000 bytes.*shorten/,
    ],
  ])('%s refuses what is too long or too many, with the field and the remedy', async (path, body, detail) => {
    const { post, judged } = counting();
    const response = await post(path, body);
    expect(response.status).toBe(400);
    expect((await response.json()).detail).toMatch(detail);
    expect(judged).toEqual([]);
  });

  it.each([
    [{ input: TOO_LONG }, /^input: .*10000 bytes.*in parts/],
    [{ input: ['a dog', TOO_LONG] }, /^input\.1: .*10000 bytes.*in parts/],
    [{ model: 'omni', input: [text('a dog'), text(TOO_LONG)] }, /^input\.1\.text: .*10000 bytes/],
    [{ input: Array(33).fill('a dog') }, /^input: .*1 to 32 parts.*further request/],
    [{ model: 'omni', input: [] }, /^input: .*1 to 32 parts/],
    [{ input: ['a dog', ''] }, /^input\.1: .*empty/],
    [{ input: [text('a dog'), url('https://example.com/a.png')] }, /^input\.1\.image_url\.url: .*data:/],
  ])('refuses the same in OpenAI’s shape: %#', async (body, message) => {
    const { post, judged } = counting();
    const response = await post('/v1/moderations', body);
    expect(response.status).toBe(400);
    expect((await response.json()).error).toMatchObject({
      type: 'invalid_request_error',
      message: expect.stringMatching(message),
    });
    expect(judged).toEqual([]);
  });
});

describe('POST /v1/moderations', () => {
  it('has one result per text in OpenAI’s shape, and one for all parts of one input', async () => {
    const { post } = counting(async (prompt) => ({
      findings: prompt === 'bad' ? [{ check: 'c', category: 'violence', label: 'l', score: 1 }] : [],
    }));
    const flags = async (input: unknown) => {
      const { results } = await (await post('/v1/moderations', { model: 'omni', input })).json();
      return results.map(({ flagged }: { flagged: boolean }) => flagged);
    };
    expect(await flags('bad')).toEqual([true]);
    expect(await flags(['a dog', 'bad', 'a cat'])).toEqual([false, true, false]);
    expect(await flags([text('a dog'), text('bad'), url(`data:image/png;base64,${PICTURE}`)])).toEqual([
      true,
    ]);
  });

  it('judges the parts of one thing together, and the inputs of a list apart', async () => {
    const engine = fakeEngine({
      rules: [{ name: 'rules', covers: [], match: () => [finding('minor')] }],
      moderators: [fakeModerator({ findings: [finding('suggestive', 0.6)] })],
    });
    const app = createApp(engine, { access: { keys: [], origins: [], maxBodyBytes: 1_000_000 } });
    const ask = async (body: object) =>
      (
        await app.request('/v1/moderations', {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify(body),
        })
      ).json();
    const image = url(`data:image/png;base64,${PICTURE}`);
    for (const input of [
      [text('a child'), image],
      [image, text('a child')],
    ])
      expect((await ask({ model: 'omni', input })).results[0].categories['sexual/minors']).toBe(true);
    const { results } = await ask({ input: [text('a child'), { type: 'image', b64: PICTURE }] });
    expect(results.map(({ decision }: { decision: string }) => decision)).toEqual(['allow', 'clear']);
  });

  it('judges no further text after its caller disconnects', async () => {
    const gone = new AbortController();
    const { post, judged } = counting(async (prompt, { signal }) => {
      if (prompt === '3') gone.abort();
      signal.throwIfAborted();
      return { findings: [] };
    });
    const input = Array.from({ length: 16 }, (_, index) => text(String(index)));
    expect((await post('/v1/moderations', { input }, gone.signal)).status).toBe(499);
    expect(judged.length).toBeLessThan(8);
  });

  it('answers a short call before the rest of an earlier long one', async () => {
    const { post, judged } = counting();
    const long = post('/v1/moderations', {
      input: Array.from({ length: 16 }, (_, i) => text(`${i} ${'a'.repeat(9_000)}`)),
    });
    const short = post('/v1/moderations', { input: [text('short')] });
    await Promise.all([long, short]);
    expect(judged.indexOf('short')).toBeLessThan(4);
  });

  it('refuses when too much is queued, with Retry-After', async () => {
    const { post } = counting();
    const input = Array.from({ length: 16 }, () => text('a'.repeat(MAX_PROMPT_BYTES)));
    const calls = Array.from({ length: 120 }, () => post('/v1/moderations', { input }));
    const busy = (await Promise.all(calls)).filter(({ status }) => status !== 200);
    expect(busy.length).toBeGreaterThan(0);
    for (const response of busy) {
      expect(response.status).toBe(503);
      expect(response.headers.get('Retry-After')).toBe('5');
      expect(await response.json()).toMatchObject({ code: 'check_failed' });
    }
  });
});
