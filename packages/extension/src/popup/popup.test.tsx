import { act, screen as page, render } from '@testing-library/preact';
import { beforeEach, expect, it } from 'vitest';
import { proxy } from '../surface/proxy.ts';
import { openScreen } from '../testing/draw.tsx';
import { fakeBrowser } from '../testing/fake-browser.ts';
import { Popup, widthOf } from './popup.tsx';

beforeEach(() => {
  fakeBrowser();
  proxy.value = { state: 'connected' };
});

const open = (windowId?: number) => render(<Popup screen={openScreen().screen} windowId={windowId} />);

it('shows the screen in the layout of a small window, without a drawing', () => {
  const { container } = open(7);
  expect(page.getByText('Size, number and more')).toBeInTheDocument();
  expect(page.getByText('Describe a picture')).toBeInTheDocument();
  expect(container.querySelector('.drawing')).toBeNull();
});

it('shows a problem with the proxy while the problem lasts', () => {
  proxy.value = { state: 'failed', origin: 'http://127.0.0.1:8787', failure: { kind: 'unreachable' } };
  open(7);
  expect(page.getByText(/^No proxy answers at/)).toBeInTheDocument();
  expect(page.queryByText('Describe a picture')).toBeNull();
  act(() => {
    proxy.value = { state: 'connected' };
  });
  expect(page.queryByText(/^No proxy answers at/)).toBeNull();
});

it('links to the panel only when its window is known', () => {
  open(7);
  expect(page.getByRole('button', { name: 'Open beside the page' })).toBeInTheDocument();
  expect(page.getByRole('button', { name: 'Settings' })).toBeInTheDocument();
});

it('links to the settings only when the window is not known', () => {
  open();
  expect(page.getAllByRole('button').map((button) => button.getAttribute('aria-label'))).toContain(
    'Settings',
  );
  expect(page.queryByRole('button', { name: 'Open beside the page' })).toBeNull();
});

it.each([
  [1000, false, '400px'],
  [360, false, '360px'],
  [undefined, false, '400px'],
  [360, true, 'auto'],
])('uses the available width (%s, in a tab: %s)', (room, inTab, width) => {
  expect(widthOf(room, inTab)).toBe(width);
});
