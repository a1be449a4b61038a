import { describe, expect, it } from 'vitest';
import { phases } from './phases.ts';
import { bar, duration, progressLine, timeLeft } from './progress.ts';
import { log, terminal } from './screen.test-helper.ts';

describe('on a terminal', () => {
  it('keeps to one line, shorter than the terminal’s width, and clears it at the end', async () => {
    const screen = terminal(40);
    const line = progressLine(screen.stream);
    line.update({ done: 2, total: 2 }, () => 'y');
    line.update({ done: 3, total: 3 }, () => 'x'.repeat(100));
    expect(await screen.lines()).toEqual(['x'.repeat(39)]);
    line.end();
    expect(await screen.lines()).toEqual([]);
  });

  it('prints a note above the line', async () => {
    const screen = terminal(40);
    const line = progressLine(screen.stream);
    line.update({ done: 1, total: 1 }, () => 'first');
    line.note('something happened');
    line.update({ done: 1, total: 1 }, () => 'second');
    expect(await screen.lines()).toEqual(['something happened', 'second']);
  });

  it('draws at once at the end, and otherwise at intervals', async () => {
    const screen = terminal(40);
    const line = progressLine(screen.stream);
    line.update({ done: 1, total: 3 }, () => 'one');
    line.update({ done: 2, total: 3 }, () => 'two');
    expect(await screen.lines()).toEqual(['one']);
    line.update({ done: 3, total: 3 }, () => 'three');
    expect(await screen.lines()).toEqual(['three']);
  });
});

describe('in a log', () => {
  it('writes plain lines, rarely', () => {
    const { stream, text } = log();
    const line = progressLine(stream);
    for (const done of [1, 2, 3]) line.update({ done, total: 3 }, (rate) => `${done} ${rate >= 0}`);
    line.note('note');
    line.end();
    expect(text()).toBe('1 true\n3 true\nnote\n');
  });
});

describe('in phases', () => {
  it('shows the duration of each phase when it ends, without control characters in a log', () => {
    const { stream, text } = log();
    const shown = phases(stream);
    for (const done of [1, 2]) shown.update('reading', done, 2);
    shown.update('writing', 1, 1);
    shown.end();
    const lines = text().trimEnd().split('\n');
    expect(lines.filter((line) => /^(reading|writing): \d+:\d\d$/.test(line))).toHaveLength(2);
    expect(text()).not.toContain('\u001b');
  });
});

it('draws a bar of twenty places', () => {
  expect(bar({ done: 0, total: 4 })).toBe(`[${'.'.repeat(20)}] 0 of 4`);
  expect(bar({ done: 1_000, total: 4_000 })).toBe(`[#####${'.'.repeat(15)}] 1,000 of 4,000`);
  expect(bar({ done: 0, total: 0 })).toBe(`[${'#'.repeat(20)}] 0 of 0`);
});

it('shows the time left, where it can be estimated', () => {
  expect(timeLeft({ done: 40, total: 100 }, 0.5)).toEqual(['2:00 left']);
  expect(timeLeft({ done: 40, total: 100 }, 0)).toEqual([]);
  expect(timeLeft({ done: 100, total: 100 }, 5)).toEqual([]);
  expect(duration(3_725)).toBe('1:02:05');
});
