import { expect, it, vi } from 'vitest';
import { draw } from '../../testing/draw.tsx';
import { KeyForm } from './key-form.tsx';

function open(key = '') {
  const onUse = vi.fn();
  return { onUse, ...draw(<KeyForm onUse={onUse} />, { key }) };
}

it('hides the key as a password that the browser does not fill in, and says where it is kept', () => {
  const { page } = open('old');
  const field = page.getByLabelText('Key');
  expect(field).toHaveAttribute('type', 'password');
  expect(field).toHaveAttribute('autocomplete', 'off');
  expect(field).toHaveValue('old');
  expect(field).toHaveAccessibleDescription('Kept until you close this window, and sent to the proxy only.');
});

it('uses the key only when it is submitted, without the space around it', async () => {
  const { page, user, screen, onUse } = open('old');
  const field = page.getByLabelText('Key');
  await user.clear(field);
  await user.type(field, ' new key ');
  expect([screen.key.value, onUse.mock.calls.length]).toEqual(['old', 0]);
  await user.click(page.getByRole('button', { name: 'Use this key' }));
  expect([screen.key.value, onUse.mock.calls.length]).toEqual(['new key', 1]);
});

it('is submitted by Enter, and keeps the page', async () => {
  const { page, user, onUse } = open();
  const submitted = vi.fn((event: Event) => event.defaultPrevented);
  page.container.addEventListener('submit', submitted);
  await user.type(page.getByLabelText('Key'), 'mine{Enter}');
  expect(onUse).toHaveBeenCalledOnce();
  expect(submitted).toHaveReturnedWith(true);
});
