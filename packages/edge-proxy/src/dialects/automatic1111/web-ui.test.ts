import { describe, expect, it } from 'vitest';
import { callOf } from '../../dialect-kit/call/call.test-helper.ts';
import { json, startRecorder } from '../../testing/recorder.ts';
import { SETTINGS } from './fields.ts';
import { type Automatic1111Options, webUiOf } from './web-ui.ts';

const url = 'http://127.0.0.1:7860';

it('blocks by a placeholder, saves nothing and waits for a quarter of an hour by itself', () => {
  expect(webUiOf({ url })).toMatchObject({
    blocked: 'placeholder',
    saveImages: false,
    maxMs: 900_000,
    settings: SETTINGS,
    unknown: undefined,
  });
});

it('takes the choices of the operator', () => {
  const options: Automatic1111Options = {
    url,
    blocked: 'error',
    saveImages: true,
    maxSeconds: 60,
    settings: ['CLIP_stop_at_last_layers'],
    unknown: 'refuse',
  };
  expect(webUiOf(options)).toMatchObject({
    blocked: 'error',
    saveImages: true,
    maxMs: 60_000,
    settings: [...SETTINGS, 'CLIP_stop_at_last_layers'],
    unknown: 'refuse',
  });
});

it('opens the fields that the operator names, in requests and in extensions', () => {
  const fields = { own_picture: 'picture', 'alwayson_scripts.ControlNet.own_mask': 'mask' } as const;
  const opened = webUiOf({ url, fields });
  expect(opened.table).toHaveProperty('own_picture');
  expect(JSON.stringify(opened.extensions)).toContain('own_mask');
  const closed = webUiOf({ url });
  expect(closed.table).not.toHaveProperty('own_picture');
  expect(JSON.stringify(closed.extensions)).not.toContain('own_mask');
});

describe('the login', () => {
  async function authorizationWith(auth: string | undefined, authorization: string | undefined) {
    const server = await startRecorder((_, response) => json(response, {}));
    const { server: client } = webUiOf({ url: server.url, ...(auth !== undefined && { auth }) });
    await client.send({ method: 'GET', path: '/sdapi/v1/options' }, callOf({ authorization }));
    await server.close();
    return server.requests[0]?.headers.authorization;
  }

  it('is the operator’s in place of the client’s', async () => {
    expect(await authorizationWith('user:password', 'Basic other')).toBe(`Basic ${btoa('user:password')}`);
  });

  it('is the client’s where the operator set none', async () => {
    expect(await authorizationWith(undefined, 'Basic other')).toBe('Basic other');
  });
});
