import { fakeEngine } from '@shoji/core/testing';
import { describe, expect, it } from 'vitest';
import { createApp } from '../app.ts';

const access = { keys: [], origins: [], maxBodyBytes: 2_000_000 };
const post = (path: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
  createApp(fakeEngine(), { access }).request(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body,
  });

const deep = (text: string) => '['.repeat(70) + text + ']'.repeat(70);
const many = `[${'1,'.repeat(300_000)}1]`;

describe.each([
  ['/v1/generations', (value: string) => `{"prompt":"a dog","more":${value}}`],
  ['/v1/moderations', (value: string) => `{"input":[{"type":"text","text":"a dog"}],"more":${value}}`],
  ['/v1/moderations in OpenAI’s shape', (value: string) => `{"model":"m","input":"a dog","more":${value}}`],
])('%s', (name, body) => {
  const [path = ''] = name.split(' ');

  it.each([
    ['nested too deep', deep('1'), '64 deep'],
    ['nested without end', '['.repeat(1_000_000), '64 deep'],
    ['of too many values', many, '250000 values'],
  ])('refuses a body %s before parsing it', async (_, value, said) => {
    const response = await post(path, body(value));
    expect(response.status).toBe(400);
    expect(await response.text()).toContain(said);
  });

  it('refuses a body that is not JSON, or not UTF-8', async () => {
    for (const bytes of [Buffer.from('{"prompt":'), Buffer.from('{"prompt":"\xff"}', 'latin1')]) {
      const response = await post(path, new Uint8Array(bytes));
      expect(response.status).toBe(400);
      expect(await response.text()).toContain('not valid JSON in UTF-8');
    }
  });

  it.each<[string, Record<string, string>]>([
    ['of another type', { 'Content-Type': 'text/plain' }],
    ['of no type', { 'Content-Type': '' }],
    ['in another charset', { 'Content-Type': 'application/json; charset=utf-16' }],
    ['that is compressed', { 'Content-Encoding': 'gzip' }],
  ])('refuses a body %s', async (_, headers) => {
    expect((await post(path, body('1'), headers)).status).toBe(415);
  });

  it.each<[string, Record<string, string>]>([
    ['that says so', { 'Content-Length': '2000001' }],
    ['that does not', {}],
  ])('refuses a body over the limit %s', async (_, headers) => {
    const response = await post(path, body(JSON.stringify(' '.repeat(2_000_000))), headers);
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ code: 'payload_too_large' });
  });
});
