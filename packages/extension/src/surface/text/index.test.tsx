import { expect, it } from 'vitest';
import { draw } from '../../testing/draw.tsx';
import { useSurfaceTexts } from './index.ts';

function Title() {
  return <h1>{useSurfaceTexts().options.title}</h1>;
}

it('are in the current language of the screen', () => {
  const { page, change, screen } = draw(<Title />);
  expect(page.getByRole('heading')).toHaveTextContent('Settings');
  change(() => {
    screen.language.value = 'ja';
  });
  expect(page.getByRole('heading')).toHaveTextContent('設定');
});
