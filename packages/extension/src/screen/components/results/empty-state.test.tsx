import { act } from '@testing-library/preact';
import { expect, it } from 'vitest';
import { draw } from '../../../testing/draw.tsx';
import { Composer } from '../composer/composer.tsx';
import { EmptyState } from './empty-state.tsx';

it('says what happens to a prompt and to its pictures', () => {
  const { page } = draw(<EmptyState drawing={<svg aria-label="screens" />} />);
  expect(page.getByRole('heading', { level: 3, name: 'Describe a picture' })).toBeInTheDocument();
  expect(page.getByText(/clear, blurred or withheld/)).toBeInTheDocument();
  expect(page.container.querySelector('svg')).toHaveAttribute('aria-label', 'screens');
});

it('offers examples as a named list, with different ones in each language', async () => {
  const { page, screen } = draw(<EmptyState drawing={undefined} />);
  expect(page.getByRole('list', { name: 'Try one of these' }).children).toHaveLength(3);
  expect(page.getAllByRole('button')).toHaveLength(3);
  await act(() => screen.speak('ja'));
  expect(page.getByRole('list', { name: '例' })).toHaveTextContent('朝刊を読む、スーツ姿の犬');
});

it('writes an example into the form, with the focus there', async () => {
  const { page, user, started } = draw(
    <>
      <Composer compact />
      <EmptyState drawing={undefined} />
    </>,
  );
  await user.click(page.getByRole('button', { name: 'A quiet temple garden after the rain' }));
  const prompt = page.getByRole('textbox', { name: 'Prompt' });
  expect(prompt).toHaveValue('A quiet temple garden after the rain');
  expect(prompt).toHaveFocus();
  expect(started).toEqual([]);
});
