import 'fake-indexeddb/auto';
import { waitFor } from '@testing-library/preact';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { currentRun } from '../storage/picture-values.ts';
import { images } from '../storage/sealing.ts';
import { historyChange } from '../storage/values.ts';
import { draw } from '../testing/draw.tsx';
import { fakeBrowser } from '../testing/fake-browser.ts';
import { watchObjectUrls } from '../testing/object-urls.ts';
import { imageOf } from '../testing/runs.ts';
import { archived } from '../testing/stored-runs.ts';
import { History } from './history.tsx';

watchObjectUrls();
beforeEach(async () => {
  fakeBrowser();
  await images.deleteAll();
});

/** Stores a history of these prompts, oldest first. */
async function history(
  prompts: readonly string[],
  language: 'en' | 'ja' = 'en',
  // Without pixels, because the fake database keeps none.
  decision: 'withhold' | 'clear' = 'withhold',
) {
  // Pictures are cached by their run.
  const first = decision === 'clear' ? 50_000 : 1000;
  for (const [index, prompt] of prompts.entries())
    await archived(first + index, [imageOf(decision)], { prompt });
  const used = vi.fn();
  const expected = (await images.runs()).length;
  const drawn = draw(<History onUse={used} />, { language, favourites: true });
  await waitFor(() => expect(drawn.page.getByRole('region', { name: /History|履歴/ })).toBeInTheDocument());
  const entries = () =>
    [...drawn.page.container.querySelectorAll<HTMLElement>('.thumb')].map(({ title }) => title);
  await waitFor(() => expect(entries()).toHaveLength(Math.min(20, expected)));
  /** Presses a button of the lightbox on a picture. */
  const press = async (position: number, name: string) => {
    const thumbs = drawn.page.container.querySelectorAll<HTMLElement>('.thumb');
    await drawn.user.click(thumbs[position] ?? document.body);
    await drawn.user.click(await drawn.page.findByRole('button', { name }));
  };
  return { ...drawn, used, entries, press };
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
    await archived(2000, [imageOf('clear')], { prompt: 'a cat' });
    await historyChange.write('changed');
    await waitFor(() => expect(entries()).toEqual(['a cat', 'a dog']));
  });

  it('shows twenty runs first, and twenty more at each press', async () => {
    const { page, user, entries } = await history(
      Array.from({ length: 45 }, (_, index) => `prompt ${index}`),
    );
    expect(entries()).toHaveLength(20);
    await user.click(page.getByRole('button', { name: 'Show older entries' }));
    await waitFor(() => expect(entries()).toHaveLength(40));
    await user.click(page.getByRole('button', { name: 'Show older entries' }));
    await waitFor(() => expect(entries()).toHaveLength(45));
    expect(page.queryByRole('button', { name: 'Show older entries' })).toBeNull();
  });

  it('opens the form when an entry is used again', async () => {
    const { press, used, screen } = await history(['a dog']);
    await press(0, 'Use again');
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
    await waitFor(() => expect(entries()).toEqual(['a dog and a cat', 'a dog']));
    expect(status).toHaveTextContent('2 entries');
    await user.type(search, ' cat');
    expect(status).toHaveTextContent('1 entry');
    await user.type(search, ' bird');
    expect(status).toHaveTextContent('No prompt contains “DOG cat bird”.');
    await user.clear(search);
    await waitFor(() => expect(entries()).toHaveLength(3));
    expect(status.textContent).toBe('');
  });

  it('shows the newest twenty results first', async () => {
    const { page, user, entries } = await history(Array.from({ length: 45 }, () => 'a dog'));
    await user.click(page.getByRole('button', { name: 'Show older entries' }));
    await waitFor(() => expect(entries()).toHaveLength(40));
    await user.type(page.getByRole('searchbox'), 'd');
    await waitFor(() => expect(entries()).toHaveLength(20));
  });
});

describe('deleting', () => {
  it('removes one run, confirms it, and moves the focus to the search', async () => {
    const { page, user, entries, press } = await history(['a dog', 'a cat']);
    await press(0, 'Delete');
    await waitFor(() => expect(entries()).toEqual(['a dog']));
    expect(page.getByRole('searchbox')).toHaveFocus();
    await waitFor(() => expect(page.getByRole('status')).toHaveTextContent('Deleted.'));
    await user.type(page.getByRole('searchbox'), 'x');
    expect(page.getByRole('status')).not.toHaveTextContent('Deleted.');
  });

  it('removes the current run too', async () => {
    const run = await archived(3000, [imageOf('clear')], { prompt: 'a bird' });
    await currentRun.write(run);
    const { page, press } = await history([]);
    await press(0, 'Delete');
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

describe('favourites', () => {
  it('can be shown alone', async () => {
    const { page, user, entries, press } = await history(['a dog', 'a cat'], 'en', 'clear');
    const filter = page.getByRole('button', { name: 'Favourites' });
    expect(filter).toHaveAttribute('aria-pressed', 'false');
    await user.click(filter);
    expect(entries()).toEqual([]);
    expect(page.getByText(/No favourites yet\./)).toBeInTheDocument();
    await user.click(filter);
    await waitFor(() => expect(entries()).toHaveLength(2));
    await press(1, 'Favourite, picture 1');
    await user.click(page.getByRole('button', { name: 'Close' }));
    await user.click(filter);
    expect(filter).toHaveAttribute('aria-pressed', 'true');
    await waitFor(() => expect(entries()).toEqual(['a dog']));
    expect(page.getByText('1 entry')).toBeInTheDocument();
    expect(page.container.querySelector('.thumb__star')).not.toBeNull();
  });

  it('need a surface that keeps them', async () => {
    await archived(1000, [imageOf('clear')]);
    const { page } = draw(<History onUse={() => undefined} />);
    await waitFor(() => expect(page.getByRole('searchbox')).toBeInTheDocument());
    expect(page.queryByRole('button', { name: 'Favourites' })).toBeNull();
  });
});

it('is exported as a ZIP file', async () => {
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
