import type { Engine } from '@shoji/core';
import { fakeEngine } from '@shoji/core/testing';
import { expect } from 'vitest';
import { type Access, createApp } from './app.ts';

/** Access without a key. */
export const OPEN: Access = { keys: [], origins: [], maxBodyBytes: 50_000 };
export const KEY = 'a-key-of-the-operator';

/** Sends a POST request to an app with fakes of every port. */
export function post(
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

/** Requests a generation. */
export const generate = (body: object, options: Parameters<typeof post>[2] = {}) =>
  post('/v1/generations', { prompt: 'a dog in a suit', seed: 7, ...body }, options);

/** The body of a problem document. */
export async function problemIn(response: Response) {
  expect(response.headers.get('Content-Type')).toBe('application/problem+json');
  const body = await response.json();
  expect(body).toMatchObject({
    type: `/problems/${body.code.replaceAll('_', '-')}`,
    status: response.status,
  });
  expect(typeof body.title).toBe('string');
  return body;
}
