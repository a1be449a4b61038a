// @vitest-environment happy-dom
import '../testing/dom.ts';
import 'fake-indexeddb/auto';
import { screen as page, waitFor } from '@testing-library/preact';
import { expect, it } from 'vitest';
import { parsePreferences } from '../storage/preferences.ts';
import { fakeBrowser } from '../testing/fake-browser.ts';
import { serveProxy } from '../testing/proxy.test-helper.ts';

it('opens with the focus in the prompt, in the available width, in the browser’s language', async () => {
  const browser = fakeBrowser();
  const { origin } = await serveProxy({ '/v1/policy': { body: { name: 'strict' } } });
  browser.state.granted.add('http://127.0.0.1/*');
  browser.state.window = { id: 7, width: 360 };
  browser.state.stored.local.preferences = parsePreferences({ origin, language: 'ja', theme: 'dark' });
  document.body.innerHTML = '<div id="root"></div>';
  await import('./main.tsx');
  expect(page.getByRole('textbox', { name: 'プロンプト' })).toHaveFocus();
  expect(page.getByRole('button', { name: 'ページの横に開く' })).toBeInTheDocument();
  expect(document.documentElement).toHaveAttribute('lang', 'ja');
  expect(document.documentElement).toHaveAttribute('data-theme', 'dark');
  expect(document.body.style.width).toBe('360px');
  expect(performance.getEntriesByName('ready')).toHaveLength(1);
  await waitFor(() => expect(page.getByText('ポリシー：strict')).toBeInTheDocument());
});
