import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { expect, it } from 'vitest';
import { statusLine } from './watching.ts';

/** What is written to a terminal of so many columns, or to a log. */
function written(screen: { readonly isTTY?: boolean; readonly columns?: number }): string {
  const stream = Object.assign(new PassThrough(), screen);
  const line = statusLine(stream);
  line.status('SUBMITTED');
  line.status('TRAINING', new Date(Date.now() - 3_600_000));
  line.status('TRAINING');
  line.note('AWS does not answer; still waiting.');
  line.status('TRAINED');
  line.end();
  return String(stream.read());
}

it('tells a log of each change once, and since when it has been so', () => {
  expect(written({})).toMatch(
    /^SUBMITTED {2}0:0\d\nTRAINING {2}1:00:0\d\nAWS does not answer; still waiting\.\nTRAINED {2}0:0\d\n$/,
  );
});

it('keeps to one line of a terminal, above which notes stay', () => {
  const text = written({ isTTY: true, columns: 12 });
  expect(text).toContain('\u001b[2K');
  expect(stripVTControlCharacters(text).split('\n')).toEqual([
    'SUBMITTED  TRAINING  1TRAINING  1AWS does not answer; still waiting.',
    'TRAINED  0:',
  ]);
});
