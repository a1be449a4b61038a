// @vitest-environment happy-dom
import '../testing/dom.ts';
import 'fake-indexeddb/auto';
import { screen as page, waitFor } from '@testing-library/preact';
import { expect, it } from 'vitest';
import { parsePreferences } from '../storage/preferences.ts';
import { fakeBrowser } from '../testing/fake-browser.ts';
import { serveProxy } from '../testing/proxy.test-helper.ts';
import { archived } from '../testing/stored-runs.ts';

it('opens in the browser’s language, with the most recent runs only', async () => {
  const browser = fakeBrowser();
  const { origin } = await serveProxy({ '/v1/policy': { body: { name: 'strict' } } });
  browser.state.granted.add('http://127.0.0.1/*');
  browser.state.stored.local.preferences = parsePreferences({ origin, language: 'ja' });
  for (let number = 1; number <= 10; number++) await archived(number, [], { prompt: `prompt ${number}` });
  document.body.innerHTML = '<div id="root"></div>';
  await import('./main.tsx');
  expect(document.documentElement).toHaveAttribute('lang', 'ja');
  expect(page.getByRole('radio', { name: '生成' })).toBeChecked();
  // Eight runs in all, including the current one if there is one.
  expect(page.getAllByRole('article')).toHaveLength(8);
  expect(page.getByText('prompt 10')).toBeInTheDocument();
  await waitFor(() => expect(page.getByText('ポリシー：strict')).toBeInTheDocument());
});
