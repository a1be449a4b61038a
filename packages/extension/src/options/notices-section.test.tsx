import { waitFor } from '@testing-library/preact';
import { expect, it } from 'vitest';
import { draw } from '../testing/draw.tsx';
import { fakeBrowser } from '../testing/fake-browser.ts';
import { preferencesOf } from '../testing/own-preferences.ts';
import { NoticesSection } from './notices-section.tsx';

const TELL = 'Show a notification';

it('asks the browser for the permission when it is switched on, and saves the setting', async () => {
  const browser = fakeBrowser();
  const { own, saved } = preferencesOf();
  const { page, user } = draw(<NoticesSection own={own} />);
  const box = page.getByRole('checkbox', { name: TELL });
  expect(box).not.toBeChecked();
  expect(box).toHaveAccessibleDescription(/The prompt is never part of the notification\./);
  await user.click(box);
  expect(browser.given('permissions.request')).toEqual([{ permissions: ['notifications'] }]);
  await waitFor(() => expect(saved).toEqual([{ notify: true }]));
  expect(page.getByRole('checkbox')).toBeChecked();
  expect(page.getByRole('status')).toBeEmptyDOMElement();
});

it('removes the permission when it is switched off', async () => {
  const browser = fakeBrowser();
  browser.state.granted.add('notifications');
  const { own, saved } = preferencesOf({ notify: true });
  const { page, user } = draw(<NoticesSection own={own} />);
  await user.click(page.getByRole('checkbox'));
  await waitFor(() => expect(browser.state.granted.size).toBe(0));
  expect(saved).toEqual([{ notify: false }]);
  expect(browser.given('permissions.request')).toEqual([]);
  expect(page.getByRole('status')).toBeEmptyDOMElement();
});

it('reports a denied permission, and stays switched off', async () => {
  const browser = fakeBrowser();
  browser.state.consents = false;
  const { own, saved } = preferencesOf();
  const { page, user } = draw(<NoticesSection own={own} />);
  await user.click(page.getByRole('checkbox'));
  await waitFor(() =>
    expect(page.getByRole('status')).toHaveTextContent(
      'The extension was not allowed to show notifications.',
    ),
  );
  expect(page.getByRole('checkbox')).not.toBeChecked();
  expect(saved).toEqual([{ notify: false }]);
  browser.state.consents = true;
  await user.click(page.getByRole('checkbox'));
  await waitFor(() => expect(page.getByRole('status')).toBeEmptyDOMElement());
  expect(page.getByRole('checkbox')).toBeChecked();
});
