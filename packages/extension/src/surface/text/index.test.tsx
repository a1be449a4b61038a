import { act } from '@testing-library/preact';
import { expect, it } from 'vitest';
import { draw } from '../../testing/draw.tsx';
import { useSurfaceTexts } from './index.ts';

function Title() {
  return <h1>{useSurfaceTexts().options.title}</h1>;
}

it('are in the current language of the screen', async () => {
  const { page, screen } = draw(<Title />);
  expect(page.getByRole('heading')).toHaveTextContent('Settings');
  await act(() => screen.speak('ja'));
  expect(page.getByRole('heading')).toHaveTextContent('設定');
});
