import { act, screen as page, render } from '@testing-library/preact';
import { describe, expect, it } from 'vitest';
import { openScreen } from '../../testing/draw.tsx';
import { doneRun, runOf, slotOf } from '../../testing/runs.ts';
import { ScreenView } from './screen-view.tsx';

function show(props: Partial<Parameters<typeof ScreenView>[0]> = {}, opened = {}) {
  const door = openScreen(opened);
  return { ...door, ...render(<ScreenView screen={door.screen} {...props} />) };
}

it('has a header, a form and the results, with the form and the results in the main landmark', () => {
  show();
  const main = page.getByRole('main');
  expect(page.getByRole('banner')).toBeInTheDocument();
  expect(main).toContainElement(page.getByRole('form', { name: 'Your picture' }));
  expect(main).toContainElement(page.getByRole('region', { name: 'Pictures' }));
  expect(page.getByRole('heading', { level: 2, name: 'Pictures' })).toHaveClass('unseen');
});

it('shows the invitation, with a drawing when there is room', () => {
  const { container } = show({ drawing: <svg aria-label="screens" /> });
  expect(page.getByText('Describe a picture')).toBeInTheDocument();
  expect(container.querySelector('.empty svg')).toHaveAttribute('aria-label', 'screens');
});

it('shows a problem in place of the invitation', () => {
  show({ notice: <p>Connect first</p> });
  expect(page.getByText('Connect first')).toBeInTheDocument();
  expect(page.queryByText('Describe a picture')).toBeNull();
});

it('shows the runs, newest first, without the invitation', () => {
  const older = doneRun([slotOf('clear')], { number: 1 });
  show({}, { runs: [runOf({ number: 2, input: { ...older.input, prompt: 'a cat' } }), older] });
  const [first, second] = page.getAllByRole('article');
  expect(first).toHaveTextContent('a cat');
  expect(second).toHaveTextContent('a dog in a suit');
  expect(page.queryByText('Describe a picture')).toBeNull();
});

it('keeps opened details with their run when a newer run is added', () => {
  const older = doneRun([slotOf('clear')], { number: 1 });
  const { show: showRuns } = show({}, { runs: [older] });
  const details = page.getByText('Timings and details').closest('details');
  act(() => showRuns(doneRun([slotOf('clear')], { number: 2 }), older));
  expect(page.getAllByText('Timings and details').map((summary) => summary.closest('details'))[1]).toBe(
    details,
  );
});

it('keeps the notice above the runs', () => {
  show({ notice: <p>Connect first</p> }, { runs: [runOf()] });
  const notice = page.getByText('Connect first');
  expect(notice.compareDocumentPosition(page.getByRole('article'))).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
});

it.each([
  ['unreachable', 0],
  ['generator-failed', 1],
] as const)('has one panel for one trouble (%s)', (kind, alerts) => {
  const run = runOf({ phase: 'failed', failure: { kind } });
  const { unmount } = show({ notice: <p>No proxy answers</p> }, { runs: [run] });
  expect(page.queryAllByRole('alert')).toHaveLength(alerts);
  unmount();
  show({}, { runs: [run] });
  expect(page.queryAllByRole('alert')).toHaveLength(1);
});

it('announces the state of the current run', () => {
  const { show: showRuns } = show();
  act(() => showRuns(runOf()));
  expect(page.getAllByRole('status').map(({ textContent }) => textContent)).toContain('Checking the prompt.');
});

it('folds the settings only in a small window', () => {
  const { container } = show({ compact: true });
  expect(container.firstElementChild).toHaveClass('screen--compact');
  expect(page.getByText('Size, number and more')).toBeInTheDocument();
});

it('shows all settings in a large window', () => {
  const { container } = show();
  expect(container.firstElementChild).toHaveClass('screen', { exact: true });
  expect(page.queryByText('Size, number and more')).toBeNull();
});

it('has the buttons of a surface in its header', () => {
  show({ actions: <button type="button">Settings</button> });
  expect(page.getByRole('banner')).toContainElement(page.getByRole('button', { name: 'Settings' }));
});

describe('the prompt of the current run', () => {
  const run = doneRun([slotOf('clear')], { number: 2 });
  const older = doneRun([slotOf('clear')], { number: 1 });
  const settings = { prompt: run.input.prompt };
  const headers = (container: Element) => container.querySelectorAll('.run__header').length;

  it('is shown once in a small window: in the folded form', () => {
    const { container } = show({ compact: true }, { runs: [run, older], settings });
    expect(container.querySelector('.folded__prompt')).toHaveTextContent('a dog in a suit');
    expect(headers(container)).toBe(1);
  });

  it.each(['running', 'refused'] as const)(
    'is shown only in the form of a small window while a run is %s, and above it where the form has another one',
    (phase) => {
      const without = runOf({ phase });
      const same = show({ compact: true }, { runs: [without], settings });
      expect(headers(same.container)).toBe(0);
      same.unmount();
      const other = show({ compact: true }, { runs: [without], settings: { prompt: 'a cat' } });
      expect(headers(other.container)).toBe(1);
      other.unmount();
      expect(headers(show({}, { runs: [without], settings }).container)).toBe(1);
    },
  );

  it.each(['done', 'cancelled', 'failed'] as const)(
    'is shown above a run that is %s without a picture',
    (phase) => {
      const { container } = show({ compact: true }, { runs: [runOf({ phase })], settings });
      expect(headers(container)).toBe(1);
    },
  );

  it('is shown above its pictures where the form has another one, and in a large window', () => {
    const other = show({ compact: true }, { runs: [run], settings: { prompt: 'a cat' } });
    expect(headers(other.container)).toBe(1);
    other.unmount();
    expect(headers(show({}, { runs: [run], settings }).container)).toBe(1);
  });
});
