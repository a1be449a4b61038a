import { type Engine, presets } from '@shoji/core';
import { fakeClassifier, fakeEngine, fakeModerator, fakeRules, finding } from '@shoji/core/testing';
import { describe, expect, it } from 'vitest';
import { generate, KEY, OPEN, post, problemIn } from './app.test-helper.ts';
import { createApp } from './app.ts';

describe('POST /v1/moderations', () => {
  it('returns one result per input, in the given order', async () => {
    const engine = {
      rules: [
        {
          ...fakeRules(),
          match: (prompt: string) => (prompt === 'bad' ? [finding('sexual', 1, { check: 'rules' })] : []),
        },
      ],
      moderators: [
        fakeModerator((_, picture) => ({ findings: picture === 'nude' ? [finding('nudity', 0.99)] : [] })),
      ],
    };
    const image = (text: string) => ({ type: 'image', b64: btoa(text) });
    const input = [
      { type: 'text', text: 'bad' },
      image('nude'),
      { type: 'text', text: 'good' },
      image('dog'),
    ];
    const response = await post('/v1/moderations', { input }, { engine });
    const { results } = await response.json();
    expect(results).toMatchObject([
      { type: 'text', decision: 'reject', unchecked: false, findings: [{ category: 'sexual' }] },
      {
        type: 'image',
        decision: 'withhold',
        unchecked: false,
        warnings: [{ code: 'image_nudity', image: 1 }],
      },
      { type: 'text', decision: 'allow', findings: [] },
      { type: 'image', decision: 'clear', findings: [] },
    ]);
    expect(JSON.stringify(results)).not.toContain(btoa('nude'));
  });

  it('distinguishes a failed check from an unsafe input', async () => {
    const engine = {
      classifiers: [fakeClassifier(new Error('down'))],
      moderators: [fakeModerator(new Error('down'))],
    };
    const input = [
      { type: 'text', text: 'a dog' },
      { type: 'image', b64: btoa('dog') },
    ];
    const { results } = await (await post('/v1/moderations', { input }, { engine })).json();
    expect(results).toMatchObject([
      { decision: 'allow', unchecked: true, warnings: [{ code: 'check_failed' }] },
      { decision: 'withhold', unchecked: true, warnings: [{ code: 'check_failed' }] },
    ]);
  });

  it.each([
    [{ input: [] }, /^input/],
    [{ input: [{ type: 'text', text: '犬'.repeat(3_334) }] }, /^input\.0\.text/],
    [{ input: [{ type: 'image', b64: 'not base64!' }] }, /^input\.0\.b64/],
    [{ input: [{ type: 'image_url', url: 'http://169.254.169.254/' }] }, /^input\.0/],
    [{ input: Array(17).fill({ type: 'text', text: 'a dog' }) }, /^input/],
  ])('names the field with the error in %j', async (body, detail) => {
    expect(await problemIn(await post('/v1/moderations', body))).toMatchObject({
      status: 400,
      detail: expect.stringMatching(detail),
    });
  });
});

describe('GET /v1/policy', () => {
  const policyOf = async (engine: Partial<Engine>) =>
    (await createApp(fakeEngine(engine), { access: OPEN }).request('/v1/policy')).json();

  it('lists the categories that no check covers', async () => {
    const sexualOnly = { ...fakeModerator(), covers: ['sexual'] as const };
    const { name, uncovered, checks } = await policyOf({ moderators: [sexualOnly] });
    expect(name).toBe('standard');
    expect(uncovered.prompt).toEqual([]);
    expect(uncovered.image).toContain('violence');
    expect(uncovered.image).not.toContain('sexual');
    expect(checks).toContainEqual({ name: 'moderator', on: 'image', covers: ['sexual'] });
  });

  it('tells what a check says that it cannot know', async () => {
    const caveat = 'An apparent age is a guess.';
    const { checks } = await policyOf({ moderators: [{ ...fakeModerator(), caveat }] });
    expect(checks).toContainEqual(expect.objectContaining({ name: 'moderator', caveat }));
  });

  it('hides its thresholds under a policy that explains nothing', async () => {
    expect((await policyOf({ policy: { ...presets.strict, explain: 'none' } })).prompt).toBeNull();
    expect((await policyOf({})).prompt.suggestive).toEqual({ warn: 0.5 });
  });
});

describe('access', () => {
  const access = { keys: [KEY, 'another-key-of-his'], origins: ['chrome-extension://abc'] };

  it.each([
    ['no key', {}, 401],
    ['a wrong key', { Authorization: 'Bearer wrong' }, 401],
    ['another scheme', { Authorization: `Basic ${KEY}` }, 401],
    ['the key', { Authorization: `Bearer ${KEY}` }, 200],
    ['the other key', { Authorization: 'Bearer another-key-of-his' }, 200],
    ['the key as a password', { Authorization: `Basic ${btoa(`any:${KEY}`)}` }, 200],
  ])('with %s', async (_, headers, status) => {
    const response = await generate({}, { access, headers });
    expect(response.status).toBe(status);
    if (status === 200) return;
    expect((await problemIn(response)).code).toBe('unauthorized');
    // A challenge with a scheme that browsers know would open their password dialog.
    expect(response.headers.get('WWW-Authenticate')).toBe('Bearer realm="shoji"');
  });

  it('allows health checks without a key', async () => {
    const app = createApp(fakeEngine(), { access: { ...OPEN, ...access } });
    expect((await app.request('/healthz')).status).toBe(200);
    expect((await app.request('/readyz')).status).toBe(200);
  });

  it('lets extensions detect it, and web pages not', async () => {
    const app = createApp(fakeEngine(), { access: { ...OPEN, ...access } });
    const allowed = async (path: string, origin: string) => {
      const response = await app.request(path, { headers: { Origin: origin } });
      return response.headers.get('Access-Control-Allow-Origin');
    };
    const extensions = ['chrome-extension://abcdefghijklmnop', 'moz-extension://0b6c-4f0e'];
    for (const origin of extensions) {
      expect(await allowed('/healthz', origin)).toBe(origin);
      expect(await allowed('/v1/policy', origin)).toBeNull();
    }
    for (const origin of ['https://evil.example', 'https://chrome-extension://a.example', 'null'])
      expect(await allowed('/healthz', origin)).toBeNull();
    expect(await (await app.request('/healthz')).json()).toEqual({ status: 'ok', service: 'shoji' });
  });

  it('answers CORS preflights only for the configured origins', async () => {
    const app = createApp(fakeEngine(), { access: { ...OPEN, ...access } });
    const preflight = (origin: string) =>
      app.request('/v1/generations', {
        method: 'OPTIONS',
        headers: { Origin: origin, 'Access-Control-Request-Method': 'POST' },
      });
    expect((await preflight('chrome-extension://abc')).headers.get('Access-Control-Allow-Origin')).toBe(
      'chrome-extension://abc',
    );
    expect((await preflight('https://evil.example')).headers.get('Access-Control-Allow-Origin')).toBeNull();
  });
});

describe('other routes', () => {
  const app = createApp(fakeEngine(), { access: OPEN });

  it('describes the API, including problems', async () => {
    const document = await (await app.request('/openapi.json')).json();
    expect(Object.keys(document.paths)).toEqual([
      '/v1/generations',
      '/v1/moderations',
      '/v1/generators',
      '/v1/policy',
    ]);
    expect(document.openapi).toBe('3.1.0');
    const { Image, GenerationRequest } = document.components.schemas;
    expect(Image.required).toEqual(['decision', 'media_type', 'b64', 'original', 'findings']);
    expect(Image).not.toHaveProperty('additionalProperties');
    expect(GenerationRequest).toMatchObject({ required: ['prompt'], additionalProperties: false });
    const references = JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g);
    const named = new Set([...references].map(([, name = '']) => name));
    expect([...named].filter((name) => !(name in document.components.schemas))).toEqual([]);
    const page = await app.request('/problems/prompt-rejected');
    expect(await page.text()).toContain('prompt_rejected');
  });

  it.each(['/nothing', '/problems/nothing', '/v1/nothing'])('answers %s with a problem', async (path) => {
    const response = await app.request(path);
    expect(response.status).toBe(404);
    expect((await problemIn(response)).code).toBe('not_found');
  });

  it.each([
    ['an empty key', { keys: [''] }, /SHOJI_KEYS.*the key is empty.*openssl/],
    [
      'a key with a line break',
      { keys: [KEY, 'one\ntwo'] },
      /key 2 of 2 contains a character that HTTP headers/,
    ],
    ['a key with a space at its end', { keys: ['one '] }, /space/],
    ['any origin', { origins: ['*'] }, /SHOJI_ORIGINS.*"\*": name each origin/],
    ['sandboxed pages', { origins: ['null'] }, /sandboxed/],
    ['an origin with a path', { origins: ['https://a.example/b'] }, /write https:\/\/a.example,/],
  ])('refuses to start with %s', (_, access, message) => {
    expect(() => createApp(fakeEngine(), { access: { ...OPEN, ...access } })).toThrow(message);
  });

  it('does not print a key', () => {
    const access = { ...OPEN, keys: ['very-secret\n'] };
    expect(() => createApp(fakeEngine(), { access })).toThrow(/^(?!.*very-secret)/s);
  });

  it('refuses to start without an image check', () => {
    expect(() => createApp(fakeEngine({ moderators: [] }), { access: OPEN })).toThrow(
      /no moderator is configured/,
    );
    expect(() => createApp(fakeEngine({ rules: [], classifiers: [] }), { access: OPEN })).toThrow(
      /no check is configured/,
    );
  });
});

it.each([
  ['/v1/generations', { prompt: 'a dog' }, {}],
  ['/v1/generations', { prompt: 'a dog' }, { accept: 'text/event-stream' }],
  ['/v1/moderations', { input: [{ type: 'text', text: 'a dog' }] }, {}],
  ['/v1/moderations', { input: 'a dog' }, {}],
])(
  'reports an unexpected error to the operator, and answers "internal" to the caller: %s %j %j',
  async (path, body, headers) => {
    const told: unknown[] = [];
    let made = false;
    const broken = {
      ...fakeRules(),
      get name(): string {
        if (made) throw new TypeError('broken');
        return 'rules';
      },
    };
    const app = createApp(fakeEngine({ rules: [broken] }), {
      access: OPEN,
      onError: (error) => told.push(error),
    });
    made = true;
    const answer = await app.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    expect(await answer.text()).toContain('"code":"internal"');
    expect(told).toEqual([new TypeError('broken')]);
  },
);
