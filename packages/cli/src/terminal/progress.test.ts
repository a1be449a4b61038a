import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { phases } from '../commands/classifier/comprehend/phases.ts';
import { bar, duration, progressLine, timeLeft } from './progress.ts';

/** A stream that remembers what is written to it, as a terminal of 40 columns or as a file. */
function stream(isTTY: boolean) {
  const written: string[] = [];
  const writable = new Writable({
    write(chunk, _, done) {
      written.push(String(chunk));
      done();
    },
  });
  return { written, stream: Object.assign(writable, { isTTY, columns: 40 }) };
}

describe('on a terminal', () => {
  it('keeps to one line, shorter than the terminal is wide, and leaves it clean', () => {
    const terminal = stream(true);
    const line = progressLine(terminal.stream);
    line.update({ done: 3, total: 3 }, () => 'x'.repeat(100));
    line.end();
    const all = terminal.written.join('');
    expect(all).toContain('x'.repeat(39));
    expect(all).not.toContain('x'.repeat(40));
    expect(all).not.toContain('\n');
    expect(all.endsWith('\u001b[2K\u001b[1G')).toBe(true);
  });

  it('puts a note above the line', () => {
    const terminal = stream(true);
    progressLine(terminal.stream).note('something happened');
    expect(terminal.written).toEqual(['\u001b[2K', '\u001b[1G', 'something happened\n']);
  });
});

describe('in phases', () => {
  it('says of each what it took when it is done, without control characters in a log', () => {
    const log = stream(false);
    const shown = phases(log.stream);
    for (const done of [1, 2]) shown.update('reading', done, 2);
    shown.update('writing', 1, 1);
    shown.end();
    const lines = log.written.join('').trimEnd().split('\n');
    expect(lines.filter((line) => /^(reading|writing): \d+:\d\d$/.test(line))).toHaveLength(2);
    expect(log.written.join('')).not.toContain('\u001b');
  });
});

it('draws a bar of twenty places', () => {
  expect(bar({ done: 0, total: 4 })).toBe(`[${'.'.repeat(20)}] 0 of 4`);
  expect(bar({ done: 1_000, total: 4_000 })).toBe(`[#####${'.'.repeat(15)}] 1,000 of 4,000`);
  expect(bar({ done: 0, total: 0 })).toBe(`[${'#'.repeat(20)}] 0 of 0`);
});

it('tells how long the rest takes, where it can know', () => {
  expect(timeLeft({ done: 40, total: 100 }, 0.5)).toEqual(['2:00 left']);
  expect(timeLeft({ done: 40, total: 100 }, 0)).toEqual([]);
  expect(timeLeft({ done: 100, total: 100 }, 5)).toEqual([]);
  expect(duration(3_725)).toBe('1:02:05');
});
