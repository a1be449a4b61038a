import { describe, expect, it } from 'vitest';
import { float, integer, join, nested } from './protobuf.ts';

describe('protobuf', () => {
  // The examples of https://protobuf.dev/programming-guides/encoding/.
  it('encodes an integer as a varint', () => {
    expect([...integer(1, 150)]).toEqual([0x08, 0x96, 0x01]);
    expect([...integer(20, 1)]).toEqual([0xa0, 0x01, 0x01]);
  });

  it('encodes a string with its length', () => {
    expect([...nested(2, 'testing')]).toEqual([0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67]);
  });

  it('encodes a message within a message', () => {
    expect([...nested(3, [integer(1, 150)])]).toEqual([0x1a, 0x03, 0x08, 0x96, 0x01]);
  });

  it('encodes a float in little-endian order', () => {
    expect([...float(2, 1.5)]).toEqual([0x15, 0x00, 0x00, 0xc0, 0x3f]);
  });

  it('joins fields in order', () => {
    expect([...join([integer(1, 1), integer(2, 300)])]).toEqual([0x08, 0x01, 0x10, 0xac, 0x02]);
    expect([...join([])]).toEqual([]);
  });
});
