import { expect, it } from 'vitest';
import { asJson, asObject, assertUtf8, readExactJson, readJson } from './read-body.ts';
import { readBytes } from './read-bytes.ts';

function post(body: string | ReadableStream, headers: Readonly<Record<string, string>> = {}): Request {
  const init = { method: 'POST', body, headers, duplex: 'half' };
  return new Request('http://localhost/', init);
}

it.each([[[]], ['text'], [7], [null]])('does not count %j as an object', (value) => {
  expect(() => asObject(value)).toThrow('The body must be a JSON object.');
});

it('reads at most the limit, with and without Content-Length', async () => {
  await expect(readBytes(post('12345', { 'Content-Length': '5' }), 4)).rejects.toMatchObject({ status: 413 });
  await expect(readBytes(post('12345'), 4)).rejects.toMatchObject({ status: 413 });
  expect(await readBytes(post('1234'), 4)).toHaveLength(4);
});

it.each(['gzip', 'identity, br', 'x'])('reads no body of the Content-Encoding %s', async (encoding) => {
  const request = post('{}', { 'Content-Encoding': encoding });
  await expect(readBytes(request, 100)).rejects.toMatchObject({ status: 415 });
});

it('refuses a truncated body', async () => {
  const body = new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode('{')),
    pull: (controller) => controller.error(new Error('reset')),
  });
  await expect(readBytes(post(body), 100)).rejects.toMatchObject({ status: 400 });
});

it('refuses a body that is not JSON', async () => {
  await expect(readJson(post('{'), 100)).rejects.toMatchObject({ status: 400 });
});

it.each(['application/json; charset=utf-7', 'text/plain; charset="utf-8"; charset=latin1'])(
  'refuses the charset of %s',
  async (type) => {
    expect(() => assertUtf8(type)).toThrow('Only UTF-8 is accepted');
    await expect(readJson(post('{}', { 'Content-Type': type }), 100)).rejects.toMatchObject({ status: 415 });
  },
);

it('reads integers of any size if requested, with the same checks', async () => {
  const { value, exact } = await readExactJson(post('{"seed":18446744073709551615}'), 100);
  expect([...exact.values()]).toEqual(['18446744073709551615']);
  expect(value).toEqual({ seed: [...exact.keys()][0] });
  const latin = post('{}', { 'Content-Type': 'application/json; charset=latin1' });
  await expect(readExactJson(latin, 100)).rejects.toMatchObject({ status: 415 });
  await expect(readExactJson(post('{"a":1}'), 3)).rejects.toMatchObject({ status: 413 });
});

it('reports why JSON is not read, with the cause', () => {
  expect(() => asJson(new TextEncoder().encode('{"a":1,"a":2}'))).toThrow(
    expect.objectContaining({ status: 400, message: expect.stringContaining('has a duplicate key') }),
  );
  try {
    asJson(new TextEncoder().encode('{'));
  } catch (error) {
    expect(error).toMatchObject({ cause: { name: 'JsonError' } });
  }
  expect(asObject({ a: 1 })).toEqual({ a: 1 });
});

it.each([
  'text/plain',
  'application/json; charset=UTF-8',
  'a; charset="utf8"',
  'a; charset = utf-8; charset=utf8',
])('reads %s', (type) => {
  expect(() => assertUtf8(type)).not.toThrow();
});
