import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { draw } from '../../../testing/draw.tsx';
import { runOf } from '../../../testing/runs.ts';
import type { Stage } from '../../state/run.ts';
import { Composer } from '../composer/composer.tsx';
import { Progress } from './progress.tsx';

const scrolled = vi.fn();
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  vi.spyOn(HTMLElement.prototype, 'scrollIntoView').mockImplementation(scrolled);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  scrolled.mockClear();
});

it.each<[Stage, string, number]>([
  ['screening', 'Check the prompt', 0],
  ['generating', 'Generate the pictures', 1],
  ['regenerating', 'Generate the pictures', 1],
  ['checking', 'Check the pictures', 2],
])('shows at %s the name of the current step, and the number of finished ones', (stage, name, done) => {
  const { page } = draw(<Progress run={runOf({ stage })} />);
  const steps = page.getAllByRole('listitem');
  expect(steps.map(({ textContent }) => textContent)).toEqual([
    'Check the prompt',
    'Generate the pictures',
    'Check the pictures',
  ]);
  expect(steps.map((step) => step.getAttribute('aria-current') === 'step')).toEqual(
    steps.map((_, index) => index === done),
  );
  expect(steps.map((step) => step.classList.contains('is-current'))).toEqual(
    steps.map((_, index) => index === done),
  );
  expect(steps.map((step) => step.classList.contains('is-done'))).toEqual(
    steps.map((_, index) => index < done),
  );
  expect(page.container.querySelectorAll('svg')).toHaveLength(done);
  expect(page.getByRole('progressbar', { name })).toBeInTheDocument();
});

it('shows how much of the pictures is made when the generator reports it', () => {
  const { page } = draw(<Progress run={runOf({ stage: 'generating', fraction: 0.254 })} />);
  const bar = page.getByRole('progressbar');
  expect(bar).toHaveAttribute('value', '0.254');
  expect(bar).toHaveAttribute('max', '1');
  expect(page.getByText('25 %')).toHaveAttribute('aria-hidden', 'true');
});

it('shows the start of a run as zero', () => {
  const { page } = draw(<Progress run={runOf({ stage: 'generating', fraction: 0 })} />);
  expect(page.getByText('0 %')).toBeInTheDocument();
});

it('counts the seconds when the generator reports no progress, until it is removed', () => {
  const { page, change } = draw(<Progress run={runOf()} />, { language: 'ja' });
  expect(page.getByRole('progressbar')).not.toHaveAttribute('value');
  expect(page.getByText('0 秒')).toBeInTheDocument();
  change(() => vi.advanceTimersByTime(1000));
  expect(page.getByText('1 秒')).toBeInTheDocument();
  change(() => vi.advanceTimersByTime(2000));
  expect(page.getByText('3 秒')).toBeInTheDocument();
  expect(vi.getTimerCount()).toBe(1);
  change(() => page.unmount());
  expect(vi.getTimerCount()).toBe(0);
});

it('scrolls into view once, and does not move the focus', () => {
  const { change, show } = draw(
    <>
      <Composer compact />
      <Progress run={runOf()} />
    </>,
  );
  change(() => show(runOf({ stage: 'checking' })));
  expect(scrolled.mock.calls).toEqual([[{ block: 'nearest' }]]);
  expect(document.body).toHaveFocus();
});
