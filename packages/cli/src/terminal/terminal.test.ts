import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markSpans, printable, table } from './terminal.ts';

describe('markSpans', () => {
  it('marks what a span covers, in any order and where spans overlap', () => {
    expect(
      markSpans('red green blue', [
        [10, 14],
        [0, 3],
      ]),
    ).toBe('«red» green «blue»');
    expect(
      markSpans('red green blue', [
        [0, 9],
        [4, 14],
        [4, 9],
      ]),
    ).toBe('«red green»« blue»');
  });

  it('changes nothing but the marks', () => {
    const spans = fc.array(
      fc.tuple(fc.nat(20), fc.nat(20)).map(([start, length]) => [start, start + length] as const),
    );
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'é', '犬', '🐕') }), spans, (text, marked) => {
        expect(markSpans(text, marked).replaceAll(/[«»]/g, '')).toBe(text);
      }),
    );
  });
});

describe('printable', () => {
  it('removes control characters', () => {
    expect(printable('a\u001b]0;title\u0007\r\n\u009b1m\u202eb')).toBe('a␛]0;title␇␍␊\uFFFD1m\uFFFDb');
  });
});

describe('table', () => {
  it('aligns columns by display width', () => {
    expect(
      table(
        ['word', 'n'],
        [
          ['犬', '1'],
          ['dog', '2'],
        ],
      ),
    ).toBe('word  n\n犬    1\ndog   2');
  });
});
