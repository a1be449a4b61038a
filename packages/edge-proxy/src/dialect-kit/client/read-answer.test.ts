import { describe, expect, it } from 'vitest';
import { UpstreamError } from '../answers/answer.ts';
import { prose, record } from '../answers/shape.ts';
import { HttpAnswer } from './http-answer.ts';
import { answerReader, readJsonAnswer } from './read-answer.ts';

const SHAPE = record({ note: prose() });
const ERRORS = record({ detail: prose() });

function answer(body: string, status = 200, headers: Record<string, string> = {}): HttpAnswer {
  const bytes = async () => new Uint8Array(Buffer.from(body));
  return new HttpAnswer(status, (name) => headers[name], { bytes, chunks: (async function* () {})() });
}
const failed = async (reading: Promise<unknown>) => {
  const error = await reading.catch((thrown: unknown) => thrown);
  if (!(error instanceof UpstreamError)) throw error;
  return error;
};

describe('readJsonAnswer', () => {
  it.each([200, 201, 299])('reads the JSON of a %d', async (status) => {
    const read = await readJsonAnswer(answer('{"note":"a dog"}', status));
    expect(read.screened(SHAPE).value).toEqual({ note: 'a dog' });
  });

  it.each([199, 300, 404, 503])('throws a %d with the error bounded by its shape', async (status) => {
    const error = await failed(readJsonAnswer(answer('{"detail":"no dog","x":"y"}', status), ERRORS));
    expect([error.status, error.body]).toEqual([status, { detail: 'no dog' }]);
    expect(error.retryAfter).toBeUndefined();
  });

  it('returns the server’s retry delay, and no body that is not JSON', async () => {
    const error = await failed(readJsonAnswer(answer('<html>', 503, { 'retry-after': '7' }), ERRORS));
    expect([error.body, error.retryAfter]).toEqual([undefined, 7]);
  });

  it('refuses a body that is not JSON', async () => {
    await expect(readJsonAnswer(answer('<html>'))).rejects.toMatchObject({ name: 'GenerationError' });
  });
});

describe('answerReader', () => {
  it('parses the same bytes once', async () => {
    const read = answerReader(SHAPE);
    const first = await read(answer('{"note":"a"}'));
    expect(first.value).toEqual({ note: 'a' });
    expect(await read(answer('{"note":"a"}'))).toBe(first);
    const second = await read(answer('{"note":"b"}'));
    expect(second.value).toEqual({ note: 'b' });
    expect(await read(answer('{"note":"a"}'))).not.toBe(first);
  });

  it('throws an error bounded by its shape', async () => {
    const error = await failed(answerReader(SHAPE, ERRORS)(answer('{"detail":"no dog"}', 404)));
    expect([error.status, error.body]).toEqual([404, { detail: 'no dog' }]);
  });
});
