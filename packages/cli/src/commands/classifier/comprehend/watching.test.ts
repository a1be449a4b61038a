import { expect, it } from 'vitest';
import type { ProgressStream } from '../../../terminal/live-line.ts';
import { log, terminal } from '../../../terminal/screen.test-helper.ts';
import { statusLine } from './watching.ts';

function report(stream: ProgressStream) {
  const line = statusLine(stream);
  line.status('SUBMITTED');
  line.status('TRAINING', new Date(Date.now() - 3_600_000));
  line.status('TRAINING');
  line.note('AWS does not answer; still waiting.');
  line.status('TRAINED');
  return line;
}

it('writes each change of state to a log once, with its start', () => {
  const { stream, text } = log();
  report(stream).end();
  expect(text()).toMatch(
    /^SUBMITTED {2}0:0\d\nTRAINING {2}1:00:0\d\nAWS does not answer; still waiting\.\nTRAINED {2}0:0\d\n$/,
  );
});

it('keeps to one line of a terminal, with notes above it', async () => {
  const screen = terminal(40);
  const line = report(screen.stream);
  await expect
    .poll(() => screen.lines())
    .toEqual(['AWS does not answer; still waiting.', expect.stringMatching(/^TRAINED {2}0:0\d$/)]);
  line.end();
  await expect.poll(() => screen.lines()).toEqual(['AWS does not answer; still waiting.']);
});
