import 'fake-indexeddb/auto';
import { PHRASES } from '@shoji/core/phrases';
import { waitFor, within } from '@testing-library/preact';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { GeneratedImage } from '../screen/client/events.ts';
import { images } from '../storage/sealing.ts';
import type { StoredRun } from '../storage/stored-run.ts';
import { draw } from '../testing/draw.tsx';
import { fakeBrowser } from '../testing/fake-browser.ts';
import { watchObjectUrls } from '../testing/object-urls.ts';
import { imageOf } from '../testing/runs.ts';
import { archived } from '../testing/stored-runs.ts';
import { HistoryGrid } from './history-grid.tsx';

const alive = watchObjectUrls();
// Each run has another number, because pictures are cached by it.
let noon = Date.UTC(2026, 10, 27, 12);
const day = 24 * 60 * 60 * 1000;

beforeEach(async () => {
  fakeBrowser();
  noon += 10;
  await images.deleteAll();
});

async function grid(runs: readonly StoredRun[], opened: Parameters<typeof draw>[1] = {}) {
  const [used, deleted] = [vi.fn(), vi.fn()];
  const drawn = draw(<HistoryGrid runs={runs} onUse={used} onDelete={deleted} />, opened);
  await waitFor(() => expect(drawn.page.container.querySelector('.thumb')).not.toBeNull());
  const thumbs = () => [...drawn.page.container.querySelectorAll<HTMLElement>('.thumb')];
  const open = async (position: number) => {
    await drawn.user.click(thumbs()[position] ?? document.body);
    return within(await drawn.page.findByRole('dialog'));
  };
  return { ...drawn, used, deleted, thumbs, open };
}

const run = (number: number, decisions: readonly GeneratedImage['decision'][], prompt = 'a dog') =>
  archived(
    number,
    decisions.map((decision) => imageOf(decision)),
    { prompt },
  );

describe('the grid of the history', () => {
  it('has the pictures of each day under its date', async () => {
    const runs = [
      await run(noon + 1, ['clear'], 'a cat'),
      await run(noon, ['clear', 'clear']),
      await run(noon - day, ['clear']),
    ];
    const { page } = await grid(runs);
    expect(page.getAllByRole('region').map((region) => region.getAttribute('aria-label'))).toEqual([
      'Friday, 27 November 2026',
      'Thursday, 26 November 2026',
    ]);
    const [today] = page.getAllByRole('list');
    expect(
      within(today ?? document.body)
        .getAllByRole('button')
        .map((thumb) => thumb.getAttribute('aria-label')),
    ).toEqual(['a cat, Picture 1, Clear', 'a dog, Picture 1, Clear', 'a dog, Picture 2, Clear']);
  });

  it('names the verdict of a picture, and shows no pixels of a withheld one', async () => {
    const { thumbs } = await grid([await run(noon, ['blur', 'withhold'])]);
    const [blurred, withheld] = thumbs();
    expect(blurred).toHaveAccessibleName('a dog, Picture 1, Blurred');
    expect(blurred?.querySelector('img')).toHaveAttribute('alt', '');
    expect(blurred?.querySelector('img')).toHaveAttribute('width', '88');
    expect(withheld).toHaveAccessibleName('a dog, Picture 2, Withheld');
    expect(withheld).toHaveClass('thumb--withhold');
    expect(withheld?.querySelector('img')).toBeNull();
    expect(withheld?.querySelector('svg')).not.toBeNull();
    expect(alive.size).toBe(1);
  });

  it('marks blurred pictures, and no others', async () => {
    const { thumbs } = await grid([await run(noon, ['clear', 'blur', 'withhold'])]);
    const marks = thumbs().map((thumb) => thumb.querySelectorAll('.thumb__mark svg').length);
    expect(marks).toEqual([0, 1, 0]);
  });

  it('marks favourites', async () => {
    const { thumbs, user, open } = await grid([await run(noon, ['clear', 'clear'])], { favourites: true });
    const box = await open(1);
    await user.click(box.getByRole('button', { name: 'Favourite, picture 2' }));
    expect(thumbs().map((thumb) => thumb.querySelector('.thumb__star') !== null)).toEqual([false, true]);
  });

  it('opens a picture in the lightbox, with its time, and covers it again afterwards', async () => {
    const { page, user, open } = await grid([await run(noon, ['blur'])]);
    const box = await open(0);
    expect(box.getByText(/27 Nov 2026/)).toHaveAttribute('datetime', new Date(noon).toISOString());
    await user.click(box.getByRole('button', { name: 'Reveal, picture 1' }));
    await waitFor(() => expect(box.getByText('Revealed')).toBeInTheDocument());
    await user.click(box.getByRole('button', { name: 'Close' }));
    await waitFor(() => expect(page.queryByRole('dialog')).toBeNull());
    expect(alive.size).toBe(1);
    const again = await open(0);
    expect(again.getByRole('button', { name: 'Reveal, picture 1' })).toHaveAttribute('aria-pressed', 'false');
  });

  it('brings the settings of a run back into the form', async () => {
    const { page, user, screen, used, open } = await grid([await run(noon, ['clear', 'clear'])]);
    await user.click((await open(1)).getByRole('button', { name: 'Use again' }));
    expect(screen.settings.value).toMatchObject({ prompt: 'a dog', seed: '7', size: { name: 'portrait' } });
    expect(used).toHaveBeenCalledOnce();
    await waitFor(() => expect(page.queryByRole('dialog')).toBeNull());
  });

  it('uses the requested seed when the answer named none', async () => {
    const stored = await run(noon, ['clear']);
    const { user, screen, open } = await grid([
      { ...stored, completed: undefined, input: { ...stored.input, seed: 42 } },
    ]);
    await user.click((await open(0)).getByRole('button', { name: 'Use again' }));
    expect(screen.settings.value.seed).toBe('42');
  });

  it('deletes a run from its lightbox, after closing it', async () => {
    const { page, user, deleted, open } = await grid([await run(noon, ['clear'])]);
    const remove = (await open(0)).getByRole('button', { name: 'Delete' });
    expect(remove).toHaveAttribute('title', 'Deletes the whole run with all of its pictures.');
    await user.click(remove);
    expect(deleted).toHaveBeenCalledWith(noon);
    await waitFor(() => expect(page.queryByRole('dialog')).toBeNull());
  });

  it('is in Japanese', async () => {
    const { page, open } = await grid([await run(noon, ['clear'])], { language: 'ja' });
    expect(page.getByRole('heading', { level: 3 })).toHaveTextContent('2026年11月27日金曜日');
    const box = await open(0);
    for (const name of ['もう一度使う', '削除'])
      expect(box.getByRole('button', { name })).toBeInTheDocument();
  });
});

describe('a refused prompt in the history', () => {
  const warnings = [{ code: 'prompt_violence', message: '', category: 'violence', span: [2, 5] as const }];
  const refused = async (of: StoredRun['warnings'] = warnings) =>
    grid([{ ...(await archived(noon, [], { steps: 12 })), phase: 'refused', slots: [], warnings: of }]);

  it('is a thumbnail with its prompt, and opens with the reason, the words and hints', async () => {
    const { thumbs, open } = await refused();
    expect(thumbs()[0]).toHaveAccessibleName('a dog in a suit, Refused');
    expect(thumbs()[0]?.querySelector('.thumb__prompt')).toHaveAttribute('dir', 'auto');
    const box = await open(0);
    expect(box.getByText('Refused')).toHaveClass('badge--withhold');
    expect(box.getByText(PHRASES.en.promptReasons.violence)).toBeInTheDocument();
    expect(box.getByText(PHRASES.en.hints.violence)).toBeInTheDocument();
    expect(box.getByText('dog').tagName.toLowerCase()).toBe('mark');
    expect(box.queryByRole('button', { name: /Download|Vary|Reveal/ })).toBeNull();
  });

  it('says that no reason was given where none was', async () => {
    const { open } = await refused([]);
    expect((await open(0)).getByText(/does not say more about the reason/)).toBeInTheDocument();
  });

  it('can be used again, to be reworded', async () => {
    const { user, screen, used, open } = await refused();
    await user.click((await open(0)).getByRole('button', { name: 'Use again' }));
    expect(screen.settings.value).toMatchObject({ prompt: 'a dog in a suit', steps: 12, seed: '7' });
    expect(used).toHaveBeenCalledOnce();
  });
});
