import type { Engine, Policy } from '@shoji/core';
import { fakeEngine, fakeModerator } from '@shoji/core/testing';
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

async function ask(engine: Engine, accept = 'application/json') {
  const errors: unknown[] = [];
  const access = { keys: [], origins: [], maxBodyBytes: 10_000 };
  const app = createApp(engine, { access, onError: (error) => errors.push(error) });
  const response = await app.request('/v1/generations', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: accept, Host: 'localhost' },
    body: JSON.stringify({ prompt: 'a dog' }),
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
