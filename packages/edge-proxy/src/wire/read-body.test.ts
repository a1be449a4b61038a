import { expect, it } from 'vitest';
import { asObject, assertUtf8, readJson } from './read-body.ts';
import { readBytes } from './read-bytes.ts';

function post(body: string | ReadableStream, headers: Readonly<Record<string, string>> = {}): Request {
  const init = { method: 'POST', body, headers, duplex: 'half' };
  return new Request('http://localhost/', init);
}

it.each([[[]], ['text'], [7], [null]])('takes %j for no object', (value) => {
  expect(() => asObject(value)).toThrow('The body must be a JSON object.');
});

it('reads no more than it may, whether or not the length is declared', async () => {
  await expect(readBytes(post('12345', { 'Content-Length': '5' }), 4)).rejects.toMatchObject({ status: 413 });
  await expect(readBytes(post('12345'), 4)).rejects.toMatchObject({ status: 413 });
  expect(await readBytes(post('1234'), 4)).toHaveLength(4);
});

it.each(['gzip', 'identity, br', 'x'])('reads no body of the Content-Encoding %s', async (encoding) => {
  const request = post('{}', { 'Content-Encoding': encoding });
  await expect(readBytes(request, 100)).rejects.toMatchObject({ status: 415 });
});

it('refuses a body that ends before it is whole', async () => {
  const body = new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode('{')),
    pull: (controller) => controller.error(new Error('reset')),
  });
  await expect(readBytes(post(body), 100)).rejects.toMatchObject({ status: 400 });
});

it('refuses what is not JSON', async () => {
  await expect(readJson(post('{'), 100)).rejects.toMatchObject({ status: 400 });
});

it.each(['application/json; charset=utf-7', 'text/plain; charset="utf-8"; charset=latin1'])(
  'refuses the charset of %s',
  async (type) => {
    expect(() => assertUtf8(type)).toThrow('Only UTF-8 is accepted');
    await expect(readJson(post('{}', { 'Content-Type': type }), 100)).rejects.toMatchObject({ status: 415 });
  },
);
