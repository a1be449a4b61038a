// @vitest-environment happy-dom
import '../testing/dom.ts';
import { screen as page, waitFor } from '@testing-library/preact';
import { expect, it, vi } from 'vitest';
import { serveProxy } from '../testing/proxy.test-helper.ts';

it('shows the screen of the proxy that serves it, with the remembered language, appearance and key', async () => {
  localStorage.setItem('shoji.language', 'ja');
  localStorage.setItem('shoji.theme', 'dark');
  sessionStorage.setItem('shoji.key', 'k3y');
  const { origin, asked } = await serveProxy({
    '/v1/policy': { body: { name: 'strict' } },
    '/v1/generations': { status: 422, body: { code: 'prompt_rejected' } },
  });
  vi.stubGlobal('location', new URL(origin));
  document.body.innerHTML = '<div id="root"></div>';
  await import('./main.tsx');

  expect(page.getByRole('heading', { level: 1, name: 'Shoji' })).toBeInTheDocument();
  expect(document.querySelector('.empty .drawing')).not.toBeNull();
  expect(document.documentElement).toHaveAttribute('lang', 'ja');
  expect(document.documentElement).toHaveAttribute('data-theme', 'dark');
  await waitFor(() => expect(page.getByText('ポリシー：strict')).toBeInTheDocument());
  expect(asked).toMatchObject([{ path: '/v1/policy', headers: { authorization: 'Bearer k3y' } }]);

  page.getByRole('radio', { name: 'English' }).click();
  await waitFor(() => expect(document.documentElement).toHaveAttribute('lang', 'en'));
  expect(localStorage.getItem('shoji.language')).toBe('en');

  page.getByRole('button', { name: 'A quiet temple garden after the rain' }).click();
  page.getByRole('button', { name: 'Generate' }).click();
  await waitFor(() => expect(page.getByText('This prompt was refused')).toBeInTheDocument());
  expect(asked.at(-1)).toMatchObject({ path: '/v1/generations', headers: { authorization: 'Bearer k3y' } });
});
