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

it('is the screen in the shape of a small window, without a drawing', () => {
  const { container } = open(7);
  expect(page.getByText('Size, number and more')).toBeInTheDocument();
  expect(page.getByText('Describe a picture')).toBeInTheDocument();
  expect(container.querySelector('.drawing')).toBeNull();
});

it('says what is in the way of the proxy, for as long as it is', () => {
  proxy.value = { state: 'failed', origin: 'http://127.0.0.1:8787', failure: { kind: 'unreachable' } };
  open(7);
  expect(page.getByText(/^No proxy answers at/)).toBeInTheDocument();
  expect(page.queryByText('Describe a picture')).toBeNull();
  act(() => {
    proxy.value = { state: 'connected' };
  });
  expect(page.queryByText(/^No proxy answers at/)).toBeNull();
});

it('leads to the panel only where it is known of which window', () => {
  open(7);
  expect(page.getByRole('button', { name: 'Open beside the page' })).toBeInTheDocument();
  expect(page.getByRole('button', { name: 'Settings' })).toBeInTheDocument();
});

it('leads to the settings alone where it is not', () => {
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
])('is as wide as there is room (%s, in a tab: %s)', (room, inTab, width) => {
  expect(widthOf(room, inTab)).toBe(width);
});
