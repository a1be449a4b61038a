import { act } from '@testing-library/preact';
import { expect, it } from 'vitest';
import { draw } from '../../../testing/draw.tsx';
import { doneRun, runOf, slotOf } from '../../../testing/runs.ts';
import { StatusLine } from './status-line.tsx';

it('exists before anything runs, so that the first change is announced', () => {
  const { page } = draw(<StatusLine />);
  expect(page.getByRole('status')).toBeEmptyDOMElement();
});

it('says the state of the newest run, in the current language', async () => {
  const { page, change, show, screen } = draw(<StatusLine />, {
    runs: [runOf(), doneRun([slotOf('clear')])],
  });
  expect(page.getByRole('status')).toHaveTextContent('Checking the prompt.');
  change(() => show(doneRun([slotOf('clear'), slotOf('blur')])));
  expect(page.getByRole('status')).toHaveTextContent('Finished: 1 clear, 1 blurred.');
  await act(() => screen.speak('ja'));
  expect(page.getByRole('status')).toHaveTextContent('完了しました。表示 1 枚、ぼかし 1 枚。');
});

it('is announced, but not seen, where the panel of a refusal says the same', () => {
  const { page, change, show } = draw(<StatusLine />, { runs: [runOf({ phase: 'refused' })] });
  expect(page.getByRole('status')).toHaveClass('status', 'unseen');
  expect(page.getByRole('status')).toHaveTextContent('The prompt was refused.');
  change(() => show(doneRun([slotOf('clear')])));
  expect(page.getByRole('status')).not.toHaveClass('unseen');
});
