import { expect, it } from 'vitest';
import { draw } from '../../testing/draw.tsx';
import { Header } from './header.tsx';

it('shows the product’s name and a short description', () => {
  const { page } = draw(<Header />);
  expect(page.getByRole('banner')).toContainElement(page.getByRole('heading', { level: 1, name: 'Shoji' }));
  expect(page.getByText('A screen between you and the image model')).toBeInTheDocument();
});

it('switches the language at once, and marks the current one', async () => {
  const { page, user, memory } = draw(<Header />);
  const group = page.getByRole('group', { name: 'Language' });
  expect(group).toContainElement(page.getByRole('radio', { name: 'English' }));
  expect(page.getByRole('radio', { name: 'English' })).toBeChecked();
  await user.click(page.getByRole('radio', { name: '日本語' }));
  expect(page.getByText('あなたと画像モデルのあいだに立つ障子')).toBeInTheDocument();
  expect(page.getByRole('radio', { name: '日本語' })).toBeChecked();
  expect(memory.get('language')).toBe('ja');
});

it('names each language in that language, with a visible short form that is not announced', () => {
  const { page } = draw(<Header />);
  expect(page.getByText('EN')).toHaveAttribute('aria-hidden', 'true');
  expect(page.getByRole('radio', { name: 'English' }).closest('label')).toHaveAttribute('lang', 'en');
  expect(page.getByText('日本語').closest('label')).toHaveAttribute('lang', 'ja');
  expect(page.getByText('日本語')).not.toHaveClass('unseen');
});

it.each([
  ['Same as system', 'system'],
  ['Light', 'light'],
  ['Dark', 'dark'],
])('offers the appearance “%s”', async (name, theme) => {
  const { page, user, screen, memory, change } = draw(<Header />);
  change(() => {
    screen.theme.value = theme === 'dark' ? 'light' : 'dark';
  });
  const choice = page.getByRole('radio', { name });
  expect(page.getByRole('group', { name: 'Appearance' })).toContainElement(choice);
  expect(choice).not.toBeChecked();
  await user.click(choice);
  expect(choice).toBeChecked();
  expect(memory.get('theme')).toBe(theme);
});

it('draws each appearance with a different icon', () => {
  const { page } = draw(<Header />);
  const icons = ['Same as system', 'Light', 'Dark'].map(
    (name) => page.getByRole('radio', { name }).closest('label')?.querySelector('svg')?.innerHTML,
  );
  expect(new Set(icons).size).toBe(3);
});

it('shows the buttons of a surface in place of the switches', () => {
  const { page } = draw(<Header actions={<button type="button">Settings</button>} />);
  expect(page.getByRole('button', { name: 'Settings' })).toBeInTheDocument();
  expect(page.queryAllByRole('radio')).toEqual([]);
});
