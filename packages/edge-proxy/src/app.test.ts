import { type Engine, presets } from '@shoji/core';
import {
  fakeClassifier,
  fakeEngine,
  fakeGenerator,
  fakeModerator,
  fakeRules,
  finding,
} from '@shoji/core/testing';
import { describe, expect, it, vi } from 'vitest';
import { type Access, createApp } from './app.ts';

const OPEN: Access = { keys: [], origins: [], maxBodyBytes: 50_000 };
const KEY = 'a-key-of-the-operator';

function post(
  path: string,
  body: unknown,
  options: { engine?: Partial<Engine>; access?: Partial<Access>; headers?: Record<string, string> } = {},
) {
  const app = createApp(fakeEngine(options.engine), { access: { ...OPEN, ...options.access } });
  return app.request(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...options.headers },
    body: typeof body === 'string' || body instanceof Blob ? body : JSON.stringify(body),
  });
}

const generate = (body: object, options: Parameters<typeof post>[2] = {}) =>
  post('/v1/generations', { prompt: 'a dog in a suit', seed: 7, ...body }, options);

async function problemIn(response: Response) {
  expect(response.headers.get('Content-Type')).toBe('application/problem+json');
  const body = await response.json();
  expect(body).toMatchObject({
    type: `/problems/${body.code.replaceAll('_', '-')}`,
    status: response.status,
  });
  expect(typeof body.title).toBe('string');
  return body;
}

describe('POST /v1/generations', () => {
  it('answers in the format of the wire schema', async () => {
    const engine = {
      rules: [fakeRules([finding('suggestive', 1, { label: 'sexy', span: [2, 6] })])],
      prices: { 'rekognition.image': 0.001 },
      moderators: [
        fakeModerator({ findings: [], usage: [{ item: 'rekognition.image', quantity: 1 }], model: '7.0' }),
      ],
    };
    const response = await generate({ n: 2 }, { engine });
    expect(response.status).toBe(200);
    expect(response.headers.get('Server-Timing')).toMatch(/^rules;dur=[\d.]+, classify;dur=.*total;dur=/);
    expect(response.headers.get('Cache-Control')).toBe('no-store');
    expect(await response.json()).toEqual({
      id: expect.stringMatching(/^gen_[0-9A-Z]{26}$/),
      decision: 'blur',
      prompt: {
        decision: 'warn',
        findings: [{ check: 'rules', category: 'suggestive', label: 'sexy', score: 1, span: [2, 6] }],
      },
      images: Array(2).fill({
        decision: 'blur',
        media_type: 'image/png',
        b64: btoa('blurred'),
        original: { media_type: 'image/png', b64: expect.any(String) },
        findings: [],
      }),
      warnings: [
        {
          code: 'prompt_suggestive',
          message: expect.any(String),
          category: 'suggestive',
          check: 'rules',
          span: [2, 6],
        },
        { code: 'prompt_warned', message: expect.any(String), image: 0 },
        { code: 'prompt_warned', message: expect.any(String), image: 1 },
      ],
      checks: [
        { check: 'rules', on: 'prompt', status: 'flagged', ms: expect.any(Number) },
        { check: 'classifier', on: 'prompt', status: 'passed', ms: expect.any(Number) },
        {
          check: 'moderator',
          on: 'image',
          image: 0,
          attempt: 1,
          status: 'passed',
          model: '7.0',
          ms: expect.any(Number),
        },
        {
          check: 'moderator',
          on: 'image',
          image: 1,
          attempt: 1,
          status: 'passed',
          model: '7.0',
          ms: expect.any(Number),
        },
      ],
      attempts: 1,
      seeds: [7, 8],
      generator: { name: 'generator', kind: 'model' },
      timings_ms: Object.fromEntries(
        ['rules', 'classify', 'generate', 'moderate', 'total'].map((stage) => [stage, expect.any(Number)]),
      ),
      cost_usd: { estimate: 0.002, items: [{ item: 'rekognition.image', quantity: 2, usd: 0.002 }] },
    });
  });

  it('refuses a prompt with a problem that no SDK retries', async () => {
    const response = await generate({}, { engine: { rules: [fakeRules([finding('sexual')])] } });
    expect(response.status).toBe(422);
    expect(await problemIn(response)).toMatchObject({
      code: 'prompt_rejected',
      prompt: { decision: 'reject', findings: [{ category: 'sexual' }] },
      warnings: [{ code: 'prompt_sexual' }],
    });
  });

  it('returns Retry-After when a prompt could not be checked', async () => {
    const response = await generate(
      {},
      { engine: { classifiers: [fakeClassifier(new Error('10.0.0.1 refused'))] } },
    );
    expect(response.status).toBe(503);
    expect(Number(response.headers.get('Retry-After'))).toBeGreaterThan(0);
    const body = await problemIn(response);
    expect(body).toMatchObject({
      code: 'check_failed',
      warnings: [{ code: 'check_failed', check: 'classifier' }],
    });
    expect(JSON.stringify(body)).not.toContain('10.0.0.1');
  });

  it.each([
    [{ prompt: '' }, /^prompt/],
    [{ prompt: '犬'.repeat(3_334) }, /^prompt must have at most 10000 bytes/],
    [{ n: 9 }, /^n /],
    [{ n: '2' }, /^n: /],
    [{ width: 513 }, /^width/],
    [{ policy: 'mature' }, /policy/],
    [{ negativeprompt: 'fog' }, /negativeprompt/],
  ])('names the field with the error in %j', async (body, detail) => {
    const response = await generate(body);
    expect(response.status).toBe(400);
    expect(await problemIn(response)).toMatchObject({
      code: 'invalid_request',
      detail: expect.stringMatching(detail),
    });
  });

  it.each([
    ['no JSON', '{"prompt": ', {}, 400, 'invalid_request'],
    ['no UTF-8', new Blob([new Uint8Array([0x22, 0xff, 0x22])]), {}, 400, 'invalid_request'],
    ['an array', '[]', {}, 400, 'invalid_request'],
    ['another type', '{}', { 'Content-Type': 'text/plain' }, 415, 'unsupported_media_type'],
    [
      'another charset',
      '{}',
      { 'Content-Type': 'application/json; charset=utf-16' },
      415,
      'unsupported_media_type',
    ],
    ['a compressed body', '{}', { 'Content-Encoding': 'gzip' }, 415, 'unsupported_media_type'],
    ['too much', 'x'.repeat(50_001), {}, 413, 'payload_too_large'],
  ])('refuses %s', async (_, body, headers, status, code) => {
    const response = await post('/v1/generations', body, { headers });
    expect(response.status).toBe(status);
    expect(await problemIn(response)).toMatchObject({ code });
  });

  it.each([
    ['cannot be told from a fault of ours', new Error('CUDA at 10.0.0.1'), 502, 'generator_failed'],
    ['takes too long', 'hang' as const, 424, 'deadline_exceeded'],
  ])('a model that %s', async (_, behaviour, status, code) => {
    const policy = { ...presets.standard, deadlines: { ...presets.standard.deadlines, generate: 20 } };
    const response = await generate({}, { engine: { policy, generator: fakeGenerator(behaviour) } });
    expect(response.status).toBe(status);
    const body = await problemIn(response);
    expect(body.code).toBe(code);
    expect(JSON.stringify(body)).not.toContain('10.0.0.1');
  });
});

describe('POST /v1/generations as a stream', () => {
  const stream = (body: object, engine: Partial<Engine> = {}) =>
    generate(body, { engine, headers: { Accept: 'text/event-stream' } });
  const eventsOf = (text: string) =>
    [...text.matchAll(/^event: (.+)\ndata: (.+)$/gm)].map(([, name, data = '']) => ({
      name,
      data: JSON.parse(data),
    }));

  it('sends the same facts as events, each picture once', async () => {
    const response = await stream({ n: 2 });
    expect(response.headers.get('Content-Type')).toBe('text/event-stream');
    const events = eventsOf(await response.text());
    expect(events.map(({ name }) => name)).toEqual([
      'prompt.screened',
      'generation.started',
      'generation.progress',
      'image.screened',
      'image.screened',
      'generation.completed',
    ]);
    expect(events[3]?.data).toMatchObject({
      index: 0,
      attempt: 1,
      image: { decision: 'clear', b64: btoa('picture 7') },
    });
    expect(events[5]?.data).toMatchObject({
      decision: 'clear',
      images: [{ decision: 'clear', b64: null }, { b64: null }],
      seeds: [7, 8],
    });
  });

  it('sends its headers before any result', async () => {
    const response = await stream({}, { classifiers: [fakeClassifier('hang')] });
    expect(response.status).toBe(200);
    await response.body?.cancel();
  });

  it('ends with the problem on a refusal', async () => {
    const events = eventsOf(await (await stream({}, { rules: [fakeRules([finding('sexual')])] })).text());
    expect(events.map(({ name }) => name)).toEqual(['prompt.screened', 'error']);
    expect(events[1]?.data).toMatchObject({
      status: 422,
      code: 'prompt_rejected',
      warnings: [{ code: 'prompt_sexual' }],
    });
  });

  it('ends with the problem on a failure, without the failure’s text', async () => {
    const text = await (await stream({}, { generator: fakeGenerator(new Error('10.0.0.1')) })).text();
    expect(eventsOf(text).at(-1)).toMatchObject({ name: 'error', data: { code: 'generator_failed' } });
    expect(text).not.toContain('10.0.0.1');
  });

  it('refuses an invalid request with a distinct status', async () => {
    expect((await stream({ n: 9 })).status).toBe(400);
  });

  it('aborts the model when the caller disconnects', async () => {
    const generator = fakeGenerator('hang');
    const response = await stream({}, { generator });
    const reader = response.body?.getReader();
    await vi.waitFor(() => expect(generator.signals).toHaveLength(1));
    await reader?.cancel();
    await vi.waitFor(() => expect(generator.signals[0]?.aborted).toBe(true));
  });

  it('sends heartbeats while nothing happens', async () => {
    vi.useFakeTimers();
    const response = await stream({}, { generator: fakeGenerator('hang') });
    const reader = response.body?.getReader();
    let text = '';
    const heard = (async () => {
      while (!text.includes(': still working'))
        text += new TextDecoder().decode((await reader?.read())?.value);
    })();
    await vi.advanceTimersByTimeAsync(30_000);
    await heard;
    await reader?.cancel();
    vi.useRealTimers();
  });
});

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
    ['a key with a line break', { keys: [KEY, 'one\ntwo'] }, /key 2 of 2 holds a character that no header/],
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
