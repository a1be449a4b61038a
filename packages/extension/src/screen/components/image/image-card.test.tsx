import { expect, it } from 'vitest';
import { draw } from '../../../testing/draw.tsx';
import { runOf, slotOf } from '../../../testing/runs.ts';
import type { Slot } from '../../state/run.ts';
import { ImageCard } from './image-card.tsx';

const card = (slot: Slot, language: 'en' | 'ja' = 'en') =>
  draw(<ImageCard run={runOf()} slot={slot} index={2} />, { language }).page;

it.each([
  ['waiting', 'Generating', '生成中'],
  ['remaking', 'Generating again', 'もう一度生成中'],
] as const)('keeps the place of a picture that is not there yet (%s)', (status, en, ja) => {
  const page = card({ status });
  expect(page.getByRole('listitem')).toHaveTextContent(`Picture 3${en}`);
  expect(page.getByRole('heading', { level: 3, name: 'Picture 3' })).toBeInTheDocument();
  expect(page.container.querySelector<HTMLElement>('.card__frame')?.style.aspectRatio).toBe('512 / 768');
  page.unmount();
  expect(card({ status }, 'ja').getByRole('listitem')).toHaveTextContent(`画像 3${ja}`);
});

it('shows no picture when the answers about it disagree', () => {
  const page = card({ status: 'lost' });
  expect(page.getByRole('listitem')).toHaveTextContent(
    'Picture 3Could not be checkedThe proxy sent results that contradict each other for this picture, so it is not shown.',
  );
  expect(page.queryByRole('img')).toBeNull();
});

it.each(['clear', 'blur'] as const)('shows a picture that may be shown (%s)', (decision) => {
  expect(card(slotOf(decision)).getByRole('img')).toHaveAttribute('alt', expect.stringMatching(/^Picture 3/));
});

it('shows no withheld picture, even if the answer contains pixels', () => {
  const page = card(slotOf('withhold', { shown: new Blob(['x']) }));
  expect(page.getByText('Withheld')).toBeInTheDocument();
  expect(page.queryByRole('img')).toBeNull();
});
