import { act, render } from '@testing-library/preact';
import { expect, it } from 'vitest';
import { draw } from '../../testing/draw.tsx';
import { useScreen } from './context.ts';

function Tagline() {
  return <p>{useScreen().t.tagline}</p>;
}

it('provides the texts in the current language', async () => {
  const { page, screen } = draw(<Tagline />);
  expect(page.container).toHaveTextContent('A screen between you and the image model');
  await act(() => screen.speak('ja'));
  expect(page.container).toHaveTextContent('あなたと画像モデルのあいだに立つ障子');
});

it('throws an explanation when it is used outside a screen', () => {
  expect(() => render(<Tagline />)).toThrow('useScreen() outside of <Surround>');
});
