import { answerRoom } from '@shoji/capacity';
import { afterEach, describe, expect, it } from 'vitest';
import { bodyRoom, DEFAULT_BODY_MEMORY } from './body-room.ts';
import { readBytes } from './read-bytes.ts';

const MORE = 65_537;
const zeros = (size: number) => new Uint8Array(size);

function post(body: Uint8Array<ArrayBuffer> | ReadableStream, headers: Record<string, string> = {}): Request {
  const init = { method: 'POST', body, headers, duplex: 'half' };
  return new Request('http://localhost/', init);
}
const declared = (size: number) => ({ 'Content-Length': String(size) });

afterEach(() => {
  bodyRoom.resize(DEFAULT_BODY_MEMORY);
  expect(bodyRoom.free).toBe(DEFAULT_BODY_MEMORY);
});

describe('readBytes', () => {
  it.each([
    [10, 'declared', declared(10)],
    [10, 'not declared', {}],
    [MORE, 'declared', declared(MORE)],
    [MORE, 'not declared', {}],
  ])('reads %d bytes with a length that is %s, and no byte over the limit', async (size, _, headers) => {
    const bytes = zeros(size).fill(7);
    expect(await readBytes(post(bytes, headers), size)).toEqual(bytes);
    await expect(readBytes(post(bytes, headers), size - 1)).rejects.toMatchObject({
      status: 413,
      message: `The body may have at most ${size - 1} bytes.`,
    });
  });

  it('does not trust a Content-Length that is too small', async () => {
    await expect(readBytes(post(zeros(20), declared(5)), 10)).rejects.toMatchObject({ status: 413 });
  });

  it('reads a request once', async () => {
    const request = post(zeros(3));
    expect(readBytes(request, 10)).toBe(readBytes(request, 10));
    await readBytes(request, 10);
    expect(await readBytes(request, 10)).toHaveLength(3);
  });

  it.each([
    {},
    { 'Content-Encoding': 'identity' },
    { 'Content-Encoding': ' Identity ' },
    { 'Content-Encoding': '' },
  ])('reads a body that is not encoded: %j', async (headers) => {
    expect(await readBytes(post(zeros(3), headers), 10)).toHaveLength(3);
  });

  it.each(['gzip', 'identity, gzip', 'xidentity'])('reads no body encoded with %s', async (encoding) => {
    await expect(readBytes(post(zeros(3), { 'Content-Encoding': encoding }), 10)).rejects.toMatchObject({
      status: 415,
      message: expect.stringContaining('Content-Encoding'),
    });
  });

  it.each([declared(3), {}])('reports that a body ended early, with the cause: %j', async (headers) => {
    const cause = new Error('reset');
    const body = new ReadableStream({ pull: (controller) => controller.error(cause) });
    await expect(readBytes(post(body, headers), 10)).rejects.toMatchObject({
      status: 400,
      message: 'The body ended early: the connection was closed.',
      cause,
    });
  });
});

describe('the memory for bodies', () => {
  const noRoom = { name: 'BodyError', status: 503 };

  it('is not reserved for a small body', async () => {
    bodyRoom.resize(0);
    expect(await readBytes(post(zeros(MORE - 1), declared(MORE - 1)), MORE)).toHaveLength(MORE - 1);
  });

  it('is reserved for a large body before the first read', async () => {
    bodyRoom.resize(MORE - 1);
    await expect(readBytes(post(zeros(MORE), declared(MORE)), MORE)).rejects.toMatchObject(noRoom);
    bodyRoom.resize(MORE);
    expect(await readBytes(post(zeros(MORE), declared(MORE)), MORE)).toHaveLength(MORE);
  });

  it('is reserved chunk by chunk during a call, and freed at its end', async () => {
    const pieces = [zeros(MORE - 1), zeros(3), zeros(4)];
    const body = () =>
      new ReadableStream({
        start(controller) {
          for (const piece of pieces) controller.enqueue(piece);
          controller.close();
        },
      });
    await answerRoom.holding(async () => {
      await readBytes(post(body()), MORE * 2);
      // The first chunk alone is a small body.
      expect(bodyRoom.free).toBe(DEFAULT_BODY_MEMORY - 7);
    });
    bodyRoom.resize(6);
    await answerRoom.holding(async () => {
      await expect(readBytes(post(body()), MORE * 2)).rejects.toMatchObject(noRoom);
    });
    bodyRoom.resize(DEFAULT_BODY_MEMORY);
  });
});
