import { describe, expect, it } from 'vitest';
import { prose, record, word } from './shape.ts';
import { UnscreenedFrame } from './unscreened-frame.ts';

const frame = new UnscreenedFrame(Buffer.concat([Buffer.from([0, 0, 1, 2]), Buffer.from('{"a":"b"}é')]));

describe('UnscreenedFrame', () => {
  it('reads numbers, big-endian, and none behind its end', () => {
    expect([frame.length, frame.uint32(0), frame.uint32(11), frame.uint32(12)]).toEqual([
      15,
      258,
      expect.any(Number),
      undefined,
    ]);
  });

  it('reads JSON between two positions', () => {
    expect(frame.json(4, 13)?.screened(record({ a: word() })).value).toEqual({ a: 'b' });
    expect(frame.json(5, 13)).toBeUndefined();
  });

  it('reads text, to its end where nothing else is said', () => {
    expect(frame.text(13).screened(prose()).value).toBe('é');
    expect(frame.text(4, 13).screened(prose()).value).toBe('{"a":"b"}');
  });

  it('knows a picture by the digest of its bytes alone', () => {
    const same = new UnscreenedFrame(Buffer.from('x{"a":"b"}é'));
    expect(frame.picture(4).digest).toBe(same.picture(1).digest);
    expect(frame.picture(5).digest).not.toBe(same.picture(1).digest);
  });
});
