import { describe, expect, it } from 'vitest';
import { prose, record, word } from './shape.ts';
import { UnscreenedFrame } from './unscreened-frame.ts';

const frame = new UnscreenedFrame(Buffer.concat([Buffer.from([0, 0, 1, 2]), Buffer.from('{"a":"b"}é')]));

describe('UnscreenedFrame', () => {
  it('reads big-endian numbers, and none beyond its end', () => {
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

  it('reads text, by default to its end', () => {
    expect(frame.text(13).screened(prose()).value).toBe('é');
    expect(frame.text(4, 13).screened(prose()).value).toBe('{"a":"b"}');
  });

  it('identifies a picture only by the digest of its bytes', () => {
    const same = new UnscreenedFrame(Buffer.from('x{"a":"b"}é'));
    expect(frame.picture(4).digest).toBe(same.picture(1).digest);
    expect(frame.picture(5).digest).not.toBe(same.picture(1).digest);
  });
});
