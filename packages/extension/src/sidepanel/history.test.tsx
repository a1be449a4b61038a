import 'fake-indexeddb/auto';
import { waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { images } from '../storage/sealing.ts';
import { currentRun, historyChange } from '../storage/values.ts';
import { draw } from '../testing/draw.tsx';
import { fakeBrowser } from '../testing/fake-browser.ts';
import { archived } from '../testing/stored-runs.ts';
import { History } from './history.tsx';

beforeEach(async () => {
  fakeBrowser();
  await images.deleteAll();
});
afterEach(() => vi.restoreAllMocks());

/** Stores a history of these prompts, oldest first. */
async function history(prompts: readonly string[], language: 'en' | 'ja' = 'en') {
  for (const [index, prompt] of prompts.entries()) await archived(1000 + index, [], { prompt });
  const used = vi.fn();
  const drawn = draw(<History onUse={used} />, { language });
  await waitFor(() => expect(drawn.page.getByRole('region')).toBeInTheDocument());
  const entries = () =>
    [...drawn.page.container.querySelectorAll('.entry__prompt')].map((entry) => entry.textContent);
  return { ...drawn, used, entries };
}

describe('an empty history', () => {
  it('is reported, with a link to the form', async () => {
    const { page, user, used } = await history([]);
    expect(page.getByText('Nothing here yet')).toBeInTheDocument();
    expect(page.getByText(/on this computer only/)).toBeInTheDocument();
    expect(page.queryByRole('searchbox')).toBeNull();
    expect(page.queryByRole('button', { name: 'Export' })).toBeNull();
    await user.click(page.getByRole('button', { name: 'Generate a picture' }));
    expect(used).toHaveBeenCalledOnce();
  });

  it('is not reported before the history is read', () => {
    expect(draw(<History onUse={() => undefined} />).page.container).toBeEmptyDOMElement();
  });
});

describe('the history', () => {
  it('is a region with every run, newest first', async () => {
    const { page, entries } = await history(['a dog', 'a cat']);
    expect(page.getByRole('region', { name: 'History' })).toBeInTheDocument();
    expect(page.getByRole('heading', { level: 2, name: 'History' })).toHaveClass('unseen');
    expect(entries()).toEqual(['a cat', 'a dog']);
  });

  it('follows changes that other surfaces make', async () => {
    const { entries } = await history(['a dog']);
    await archived(2000, [], { prompt: 'a cat' });
    await historyChange.write('changed');
    await waitFor(() => expect(entries()).toEqual(['a cat', 'a dog']));
  });

  it('shows twenty runs first, and twenty more at each press', async () => {
    const { page, user, entries } = await history(
      Array.from({ length: 45 }, (_, index) => `prompt ${index}`),
    );
    expect(entries()).toHaveLength(20);
    await user.click(page.getByRole('button', { name: 'Show older entries' }));
    expect(entries()).toHaveLength(40);
    await user.click(page.getByRole('button', { name: 'Show older entries' }));
    expect(entries()).toHaveLength(45);
    expect(page.queryByRole('button', { name: 'Show older entries' })).toBeNull();
  });

  it('opens the form when an entry is used again', async () => {
    const { page, user, used, screen } = await history(['a dog']);
    await user.click(page.getByRole('button', { name: 'Use again' }));
    expect(used).toHaveBeenCalledOnce();
    expect(screen.settings.value.prompt).toBe('a dog');
  });
});

describe('searching', () => {
  it('shows the runs that contain the words, and their number', async () => {
    const { page, user, entries } = await history(['a dog', 'a cat', 'a dog and a cat']);
    const status = page.getByRole('status');
    expect(status.textContent).toBe('');
    const search = page.getByRole('searchbox', { name: 'Search the prompts' });
    await user.type(search, 'DOG');
    expect(entries()).toEqual(['a dog and a cat', 'a dog']);
    expect(status).toHaveTextContent('2 entries');
    await user.type(search, ' cat');
    expect(status).toHaveTextContent('1 entry');
    await user.type(search, ' bird');
    expect(status).toHaveTextContent('No prompt contains “DOG cat bird”.');
    await user.clear(search);
    expect(entries()).toHaveLength(3);
    expect(status.textContent).toBe('');
  });

  it('shows the newest twenty results first', async () => {
    const { page, user, entries } = await history(Array.from({ length: 45 }, () => 'a dog'));
    await user.click(page.getByRole('button', { name: 'Show older entries' }));
    await user.type(page.getByRole('searchbox'), 'd');
    expect(entries()).toHaveLength(20);
  });
});

describe('deleting', () => {
  it('removes one run, confirms it, and moves the focus to the search', async () => {
    const { page, user, entries } = await history(['a dog', 'a cat']);
    await user.click(page.getAllByRole('button', { name: 'Delete' })[0] ?? document.body);
    await waitFor(() => expect(entries()).toEqual(['a dog']));
    expect(page.getByRole('searchbox')).toHaveFocus();
    await waitFor(() => expect(page.getByRole('status')).toHaveTextContent('Deleted.'));
    await user.type(page.getByRole('searchbox'), 'x');
    expect(page.getByRole('status')).not.toHaveTextContent('Deleted.');
  });

  it('removes the current run too', async () => {
    const run = await archived(3000, [], { prompt: 'a bird' });
    await currentRun.write(run);
    const { page, user } = await history([]);
    await user.click(page.getByRole('button', { name: 'Delete' }));
    await waitFor(() => expect(page.getByText('Nothing here yet')).toBeInTheDocument());
    expect(await currentRun.read()).toBeUndefined();
  });

  it('removes everything only after a confirmation, whose focused button keeps the history', async () => {
    const { page, user, entries } = await history(['a dog', 'a cat']);
    await user.click(page.getByRole('button', { name: 'Delete all' }));
    const dialog = page.getByRole('alertdialog', { name: 'Delete all' });
    expect(dialog).toHaveTextContent('Delete 2 entries with all pictures? This cannot be undone.');
    const keep = page.getByRole('button', { name: 'Keep them' });
    expect(keep).toHaveFocus();
    await user.click(keep);
    expect(page.queryByRole('alertdialog')).toBeNull();
    expect(entries()).toHaveLength(2);
    await user.click(page.getByRole('button', { name: 'Delete all' }));
    await user.click(page.getByRole('button', { name: 'Delete all' }));
    await waitFor(() => expect(page.getByText('Nothing here yet')).toBeInTheDocument());
    expect(page.getByRole('button', { name: 'Generate a picture' })).toHaveFocus();
    expect(page.getByRole('status')).toHaveTextContent('Deleted.');
  });

  it('does not move the focus when another surface deletes', async () => {
    const { entries } = await history(['a dog', 'a cat']);
    await images.deleteRun(1000);
    await historyChange.write('changed');
    await waitFor(() => expect(entries()).toEqual(['a cat']));
    expect(document.body).toHaveFocus();
  });
});

it('is exported as a ZIP file', async () => {
  vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:test/0');
  const saved: string[] = [];
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    saved.push(this.download);
  });
  const { page, user } = await history(['a dog']);
  const button = page.getByRole('button', { name: 'Export' });
  expect(button).toHaveAttribute('title', expect.stringMatching(/as shown/));
  await user.click(button);
  await waitFor(() => expect(saved).toEqual(['shoji-history.zip']));
});

it('is shown in Japanese', async () => {
  const { page, user } = await history(['a dog'], 'ja');
  await user.click(page.getByRole('button', { name: 'すべて削除' }));
  expect(page.getByRole('alertdialog')).toHaveTextContent('1 件を画像ごと削除しますか？');
  expect(page.getByRole('button', { name: '削除しない' })).toHaveFocus();
});
