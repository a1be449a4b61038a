import { act, screen as page, render } from '@testing-library/preact';
import { expect, it } from 'vitest';
import { openScreen } from '../testing/draw.tsx';
import { preferencesOf } from '../testing/own-preferences.ts';
import { OptionsPage } from './options-page.tsx';

function show() {
  const { screen } = openScreen();
  render(<OptionsPage screen={screen} own={preferencesOf().own} firstKey="k3y" />);
  return screen;
}

it('has a title, and a region for each subject', () => {
  show();
  expect(page.getByRole('heading', { level: 1 })).toHaveTextContent('Shoji Settings');
  const main = page.getByRole('main');
  expect([...main.querySelectorAll('h2')].map(({ textContent }) => textContent)).toEqual([
    'Proxy',
    'Sites that Shoji may read',
    'Language and appearance',
    'Keyboard shortcut',
    'Form defaults',
    'Blur more',
    'When a picture is ready',
  ]);
  expect(page.getByRole('region', { name: 'Language and appearance' })).toContainElement(
    page.getByRole('radio', { name: 'Dark' }),
  );
  expect(page.getByLabelText('Key')).toHaveValue('k3y');
});

it('is shown in the language that is chosen on it', async () => {
  const screen = show();
  await act(() => screen.speak('ja'));
  expect(page.getByRole('heading', { level: 1 })).toHaveTextContent('Shoji 設定');
});
