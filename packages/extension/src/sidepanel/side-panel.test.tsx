import 'fake-indexeddb/auto';
import { act, screen as page, render, waitFor } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import { imageCheck } from '../storage/picture-values.ts';
import { images } from '../storage/sealing.ts';
import { offered } from '../storage/values.ts';
import { proxy } from '../surface/proxy.ts';
import { openScreen } from '../testing/draw.tsx';
import { fakeBrowser } from '../testing/fake-browser.ts';
import { watchObjectUrls } from '../testing/object-urls.ts';
import { imageOf, runOf } from '../testing/runs.ts';
import { archived } from '../testing/stored-runs.ts';
import { SidePanel } from './side-panel.tsx';

watchObjectUrls();
beforeEach(async () => {
  fakeBrowser();
  await images.deleteAll();
  proxy.value = { state: 'connected' };
});

function panel(opened: Parameters<typeof openScreen>[0] = {}) {
  const { screen } = openScreen(opened);
  render(<SidePanel screen={screen} />);
  return { screen, user: userEvent.setup() };
}

const view = (name: string) => page.getByRole('radio', { name });

it('starts with the form, in the layout of a small window, and the recent runs', () => {
  panel({ runs: [runOf()] });
  expect(page.getByRole('group', { name: 'View' })).toContainElement(view('Create'));
  expect(view('Create')).toBeChecked();
  expect(page.getByText('Size, number and more')).toBeInTheDocument();
  expect(page.getByRole('article')).toBeInTheDocument();
  expect(page.getByRole('button', { name: 'Settings' })).toBeInTheDocument();
  expect(page.queryByRole('button', { name: 'Open beside the page' })).toBeNull();
});

it('shows a drawing before the first picture', () => {
  panel();
  expect(document.querySelector('.empty .drawing')).not.toBeNull();
});

it('shows a problem with the proxy while the problem lasts', () => {
  proxy.value = { state: 'failed', origin: 'http://127.0.0.1:8787', failure: { kind: 'key-missing' } };
  panel();
  expect(page.getByText('The proxy requires a key')).toBeInTheDocument();
  act(() => {
    proxy.value = { state: 'connected' };
  });
  expect(page.queryByText('The proxy requires a key')).toBeNull();
  expect(page.getByText('Describe a picture')).toBeInTheDocument();
});

it('shows the history, and returns to the form when an entry is used again', async () => {
  await archived(1000, [imageOf('withhold')], { prompt: 'a cat' });
  const { user, screen } = panel();
  await user.click(view('History'));
  await user.click(await page.findByTitle('a cat'));
  expect(page.queryByRole('form')).toBeNull();
  await user.click(await page.findByRole('button', { name: 'Use again' }));
  expect(view('Create')).toBeChecked();
  expect(screen.settings.value.prompt).toBe('a cat');
  await waitFor(() => expect(page.getByRole('textbox', { name: 'Prompt' })).toHaveFocus());
});

it('returns to the form when a picture of the history is varied', async () => {
  await archived(2000, [imageOf('clear')], { prompt: 'a cat' });
  const { user, screen } = panel();
  await user.click(view('History'));
  await user.click(await page.findByTitle('a cat'));
  await user.click(await page.findByRole('button', { name: /^Vary/ }));
  expect(view('Create')).toBeChecked();
  expect(screen.settings.value.prompt).toBe('a cat');
  await waitFor(() => expect(page.getByRole('textbox', { name: 'Prompt' })).toHaveFocus());
});

it('shows the form when a prompt is offered from a page', async () => {
  const { user } = panel();
  await user.click(view('History'));
  await offered.write({ by: 'page', prompt: 'words of a page' });
  await waitFor(() => expect(page.getByRole('textbox', { name: 'Prompt' })).toHaveFocus());
});

it('keeps its view after an offered prompt was taken', async () => {
  const { user } = panel();
  await user.click(view('History'));
  await offered.write(undefined);
  expect(view('History')).toBeChecked();
});

it('shows the verdict on a checked picture above both views', async () => {
  await imageCheck.write({ state: 'checking', host: 'pictures.example' });
  const { user } = panel();
  await waitFor(() => expect(page.getByText('A picture from pictures.example')).toBeInTheDocument());
  await user.click(view('History'));
  expect(page.getByText('A picture from pictures.example')).toBeInTheDocument();
});
