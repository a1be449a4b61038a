import { describe, expect, it } from 'vitest';
import { BUCKETS, hashFeatures } from './features.ts';

const room = new Int32Array(4_096);
const features = (prompt: string) => [...room.slice(0, hashFeatures(prompt, room))];
const shared = (a: string, b: string) => {
  const known = new Set(features(a));
  return features(b).filter((bucket) => known.has(bucket)).length;
};

// The shipped weights belong to these buckets: another hash would make them noise.
it('are the buckets that the shipped weights were trained for', () => {
  expect(features('a dog')).toMatchInlineSnapshot(`
    [
      103655,
      197319,
      150997,
      92061,
      217563,
      60603,
      193084,
      86615,
      177867,
      168950,
    ]
  `);
  expect(features('red car2 c4r')).toMatchInlineSnapshot(`
    [
      91312,
      162193,
      37695,
      85591,
      118912,
      251096,
      117606,
      126209,
      117878,
      185977,
      205831,
      99031,
      74792,
      180386,
      118193,
      36810,
      126548,
      55741,
      124316,
      81827,
      208603,
      56377,
      61615,
    ]
  `);
  expect(features('日本の庭 garden 정원')).toMatchInlineSnapshot(`
    [
      21707,
      100028,
      92205,
      208657,
      138725,
      61135,
      43915,
      189445,
      217129,
      249954,
      98014,
      126400,
      206315,
      138271,
      80114,
      108114,
      226801,
      128993,
      154328,
      125987,
      22151,
      239915,
      158920,
      221405,
      64272,
      92261,
      224053,
      171905,
      151168,
      177430,
      234681,
      16750,
      76190,
      159462,
      151848,
      93869,
      19236,
      75648,
      75096,
      128060,
      55371,
      176299,
    ]
  `);
  expect(features(`${'long'.repeat(12)} 4 $`)).toMatchSnapshot();
});

describe('features', () => {
  it('are counted once each, within the number of buckets', () => {
    expect(features('dog')).toHaveLength(new Set(features('dog dog dog')).size - 1);
    expect(features('a garden').every((bucket) => bucket >= 0 && bucket < BUCKETS)).toBe(true);
    expect(features('')).toEqual([]);
  });

  it('are at most as many as the limit', () => {
    expect(hashFeatures('a garden', new Int32Array(4))).toBe(4);
  });

  it('depend on the order of words', () => {
    expect(shared('red wall', 'wall red')).toBeLessThan(features('red wall').length);
    expect(features('red wall').length).toBe(features('wall red').length);
  });

  it('include the letters that signs inside a word stand for', () => {
    expect(features('g4rd3n')).toEqual(features('garden'));
    expect(features('g@rden')).toEqual(features('garden'));
    expect(features('4garden')).not.toEqual(features('agarden'));
    expect(features('garden!')).toEqual(features('garden'));
    expect(features('garden 7')).not.toEqual(features('garden 8'));
  });

  it('end after forty letters of a word', () => {
    const word = 'abcdefghij'.repeat(4);
    expect(features(`${word}klm`)).toEqual(features(`${word}xyz`));
    expect(features(word.slice(1))).not.toEqual(features(`${word.slice(1)}x`));
  });
});
