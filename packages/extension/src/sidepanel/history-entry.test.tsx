import 'fake-indexeddb/auto';
import { Blob as StoredBlob } from 'node:buffer';
import { PHRASES } from '@shoji/core/phrases';
import { waitFor, within } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { GeneratedImage, Warning } from '../screen/client/events.ts';
import { en } from '../screen/text/en.ts';
import { draw } from '../testing/draw.tsx';
import { fakeBrowser } from '../testing/fake-browser.ts';
import { imageOf } from '../testing/runs.ts';
import { archived } from '../testing/stored-runs.ts';
import { HistoryEntry } from './history-entry.tsx';

let number = Date.UTC(2026, 10, 27, 12);
beforeEach(() => {
  fakeBrowser();
  number += 1000;
  // The database stores what Node can clone; happy-dom's blobs cannot be cloned.
  vi.stubGlobal('Blob', StoredBlob);
  vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:test/0');
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

async function entry(decisions: readonly GeneratedImage['decision'][], language: 'en' | 'ja' = 'en') {
  const run = await archived(
    number,
    decisions.map((decision) => imageOf(decision)),
  );
  const told: string[] = [];
  const drawn = draw(
    <ul>
      <HistoryEntry run={run} onUse={() => told.push('use')} onDelete={() => told.push('delete')} />
    </ul>,
    { language },
  );
  const thumbnails = () => [...(drawn.page.container.querySelector('.entry__images')?.children ?? [])];
  await waitFor(() => expect(thumbnails()).toHaveLength(decisions.length));
  return { ...drawn, run, told, thumbnails };
}

describe('an entry of the history', () => {
  it('is named by its prompt and shows when it was made', async () => {
    const { page, run } = await entry(['clear']);
    const item = page.getByRole('listitem', { name: 'a dog in a suit' });
    const time = within(item).getByText(/27 Nov 2026/);
    expect(time.tagName.toLowerCase()).toBe('time');
    expect(time).toHaveAttribute('datetime', new Date(run.number).toISOString());
  });

  it('shows decorative thumbnails, and a place for each picture that may not be shown', async () => {
    const { thumbnails } = await entry(['clear', 'blur', 'withhold']);
    const [clear, blurred, withheld] = thumbnails();
    for (const shown of [clear, blurred]) {
      expect(shown).toHaveAttribute('alt', '');
      expect(shown).toHaveAttribute('width', '56');
      expect(shown).toHaveAttribute('height', '56');
    }
    expect(withheld?.querySelector('svg')).not.toBeNull();
    expect(withheld?.querySelector('img')).toBeNull();
  });

  it('keeps its height while its pictures are fetched', async () => {
    const { page } = await entry(['clear']);
    expect(page.container.querySelector<HTMLElement>('.entry__images')?.style.minHeight).toBe('56px');
  });

  it('expands to its cards and facts, and collapses again', async () => {
    const { page, user } = await entry(['clear', 'withhold']);
    const show = page.getByRole('button', { name: 'Show' });
    expect(show).toHaveAttribute('aria-expanded', 'false');
    expect(page.queryByText('Withheld')).toBeNull();
    await user.click(show);
    expect(show).toHaveAttribute('aria-expanded', 'true');
    expect(page.getByText('Withheld')).toBeInTheDocument();
    expect(page.getByRole('img', { name: 'Picture 1: a dog in a suit' })).toBeInTheDocument();
    expect(page.getByText('Timings and details')).toBeInTheDocument();
    expect(page.container.querySelector('.gallery')).toHaveClass('gallery--2');
    await user.click(show);
    expect(page.queryByText('Withheld')).toBeNull();
  });

  it('writes its prompt, settings and first seed into the form', async () => {
    const { page, user, screen, told } = await entry(['clear', 'clear']);
    await user.click(page.getByRole('button', { name: 'Use again' }));
    expect(screen.settings.value).toMatchObject({
      prompt: 'a dog in a suit',
      seed: '7',
      size: { name: 'portrait' },
    });
    expect(told).toEqual(['use']);
  });

  it('uses the requested seed when the answer named none', async () => {
    const { run } = await entry(['clear']);
    const { page, user, screen } = draw(
      <HistoryEntry
        run={{ ...run, completed: undefined, input: { ...run.input, seed: 42 } }}
        onUse={() => undefined}
        onDelete={() => undefined}
      />,
    );
    await user.click(page.getAllByRole('button', { name: 'Use again' }).at(-1) ?? document.body);
    expect(screen.settings.value.seed).toBe('42');
  });

  it('can be deleted', async () => {
    const { page, user, told } = await entry(['clear']);
    await user.click(page.getByRole('button', { name: 'Delete' }));
    expect(told).toEqual(['delete']);
  });

  it('is shown in Japanese', async () => {
    const { page } = await entry(['clear'], 'ja');
    expect(page.getAllByRole('button').map(({ textContent }) => textContent)).toEqual([
      '表示',
      'もう一度使う',
      '削除',
    ]);
    expect(page.getByText(/2026\/11\/27/)).toBeInTheDocument();
  });
});

describe('a refused prompt in the history', () => {
  const warnings = [{ code: 'prompt_violence', message: '', category: 'violence', span: [2, 5] as const }];

  async function refused(of: readonly Warning[] = warnings) {
    const run = { ...(await archived(number, [], { steps: 12 })), phase: 'refused' as const, warnings: of };
    const used: string[] = [];
    const drawn = draw(<HistoryEntry run={run} onUse={() => used.push('use')} onDelete={() => undefined} />);
    return { ...drawn, used };
  }

  it('is marked as refused, with the reason and the words', async () => {
    const { page } = await refused();
    expect(page.getByText('Refused')).toHaveClass('badge--withhold');
    expect(page.getByText(PHRASES.en.promptReasons.violence)).toBeInTheDocument();
    expect(page.container.querySelector('.entry__prompt mark')).toHaveTextContent('dog');
    expect(page.container.querySelector('.entry__images')).toBeNull();
    expect(page.queryByRole('button', { name: 'Show' })).toBeNull();
  });

  it('says that no reason was given where none was', async () => {
    const { page } = await refused([]);
    expect(page.getByText(en.refusal.unexplained)).toBeInTheDocument();
  });

  it('can be used again, to be reworded', async () => {
    const { page, user, screen, used } = await refused();
    await user.click(page.getByRole('button', { name: 'Use again' }));
    expect(screen.settings.value).toMatchObject({ prompt: 'a dog in a suit', steps: 12, seed: '7' });
    expect(used).toEqual(['use']);
  });
});

it('is no refusal where pictures were made', async () => {
  const { page } = await entry(['clear']);
  expect(page.queryByText('Refused')).toBeNull();
  expect(page.getByText('a dog in a suit')).toHaveAttribute('dir', 'auto');
});
