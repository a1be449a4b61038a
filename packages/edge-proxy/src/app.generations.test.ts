import { type Engine, presets } from '@shoji/core';
import { fakeClassifier, fakeGenerator, fakeModerator, fakeRules, finding } from '@shoji/core/testing';
import { describe, expect, it, vi } from 'vitest';
import { generate, post, problemIn } from './app.test-helper.ts';

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
    await expect.poll(() => generator.signals).toHaveLength(1);
    await reader?.cancel();
    await expect.poll(() => generator.signals[0]?.aborted).toBe(true);
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
