import type { Engine, Policy } from '@shoji/core';
import { fakeEngine, fakeGenerator, fakeModerator, finding } from '@shoji/core/testing';
import { describe, expect, it } from 'vitest';
import { createApp } from '../app.ts';

/** A policy that throws in the flow when `part` of it is read, like a bug of the proxy. */
function broken(policy: Policy, part: keyof Policy): Policy {
  return new Proxy(policy, {
    get(target, name) {
      if (name === part) throw new TypeError('a fault');
      return Reflect.get(target, name);
    },
  });
}

async function ask(engine: Engine, accept = 'application/json', more: object = {}) {
  const errors: unknown[] = [];
  const access = { keys: [], origins: [], maxBodyBytes: 10_000 };
  const app = createApp(engine, { access, onError: (error) => errors.push(error) });
  const response = await app.request('/v1/generations', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: accept, Host: 'localhost' },
    body: JSON.stringify({ prompt: 'a dog', ...more }),
  });
  return { response, body: await response.text(), errors };
}

describe('an internal error', () => {
  const engine = fakeEngine();
  const after = {
    ...engine,
    moderators: [fakeModerator()],
    policy: broken(engine.policy, 'illustratedFrom'),
  };

  it('after pictures were made is a 424, which no SDK retries', async () => {
    const { response, body, errors } = await ask(after);
    expect([response.status, response.headers.get('X-Should-Retry')]).toEqual([424, 'false']);
    expect(JSON.parse(body)).toMatchObject({ code: 'internal', status: 424 });
    expect(errors).toHaveLength(1);
  });

  it('is reported in a stream too', async () => {
    const { body, errors } = await ask(after, 'text/event-stream');
    expect(body).toMatch(/event: error\ndata: .*"status":424.*"code":"internal"/);
    expect(errors).toHaveLength(1);
  });

  it('before anything was spent is a 500, which may be retried', async () => {
    const { response, errors } = await ask({ ...engine, policy: broken(engine.policy, 'classify') });
    expect([response.status, response.headers.get('X-Should-Retry')]).toEqual([500, null]);
    expect(errors).toHaveLength(1);
  });
});

describe('a picture to start from', () => {
  const b64 = Buffer.from('a photo').toString('base64');
  const engineThatFinds = (score: number) => {
    const generator = fakeGenerator('pictures', { inputImage: true });
    const moderators = [
      fakeModerator((_, seen) => ({ findings: seen === 'a photo' ? [finding('nudity', score)] : [] })),
    ];
    return { ...fakeEngine({ moderators }), generator };
  };

  it('reaches the generator once it was found clear', async () => {
    const engine = engineThatFinds(0);
    const { response } = await ask(engine, undefined, { image: { b64, strength: 0.3 } });
    expect(response.status).toBe(200);
    const given = engine.generator.requests[0]?.input;
    expect(given?.strength).toBe(0.3);
    expect(Buffer.from(given?.image.shown.bytes ?? []).toString()).toBe('a photo');
  });

  it.each(['application/json', 'text/event-stream'])('is refused with its reason (%s)', async (accept) => {
    const engine = engineThatFinds(1);
    const { response, body } = await ask(engine, accept, { image: { b64 } });
    const streams = accept === 'text/event-stream';
    expect(response.status).toBe(streams ? 200 : 422);
    const details: unknown = JSON.parse(streams ? (/event: error\ndata: (.*)/.exec(body)?.[1] ?? '') : body);
    expect(details).toMatchObject({
      code: 'image_rejected',
      status: 422,
      title: 'The input image was refused',
      warnings: [{ code: 'image_nudity', category: 'nudity' }],
    });
    expect(engine.generator.requests).toEqual([]);
  });

  it.each([
    [{ b64: '' }],
    [{ b64: 'https://example.com/a.png' }],
    [{ b64, strength: 2 }],
    [{ b64, url: 'x' }],
    [{}],
    ['a'],
  ])('is invalid as %j', async (image) => {
    const { response, body } = await ask(engineThatFinds(0), undefined, { image });
    expect([response.status, JSON.parse(body).code]).toEqual([400, 'invalid_request']);
  });

  it('is refused by a generator that cannot start from one', async () => {
    const { response, body } = await ask(fakeEngine({ moderators: [fakeModerator()] }), undefined, {
      image: { b64 },
    });
    expect([response.status, JSON.parse(body).detail]).toEqual([
      400,
      'image cannot be given here; leave it out.',
    ]);
  });
});
