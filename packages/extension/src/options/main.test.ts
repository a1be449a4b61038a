// @vitest-environment happy-dom
import '../testing/dom.ts';
import 'fake-indexeddb/auto';
import { screen as page, waitFor } from '@testing-library/preact';
import { expect, it } from 'vitest';
import { fakeBrowser } from '../testing/fake-browser.ts';
import { serveProxy } from '../testing/proxy.test-helper.ts';

it('shows the stored settings', async () => {
  const browser = fakeBrowser();
  const { origin } = await serveProxy({ '/v1/policy': { body: { name: 'strict' } } });
  browser.state.granted.add('http://127.0.0.1/*');
  Object.assign(browser.state.stored.local, {
    preferences: { origin, language: 'ja', theme: 'dark', notify: true },
    key: 'k3y',
  });
  document.body.innerHTML = '<div id="root"></div>';
  await import('./main.tsx');
  expect(page.getByRole('heading', { level: 1 })).toHaveTextContent('Shoji 設定');
  expect(page.getByLabelText('キー')).toHaveValue('k3y');
  expect(page.getByRole('checkbox', { name: '通知を表示する' })).toBeChecked();
  expect(document.documentElement).toHaveAttribute('lang', 'ja');
  expect(document.documentElement).toHaveAttribute('data-theme', 'dark');
  await waitFor(() => expect(page.getByText('接続しました。ポリシー：strict')).toBeInTheDocument());
});
