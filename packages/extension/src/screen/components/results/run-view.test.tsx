import { signal } from '@preact/signals';
import { PHRASES } from '@shoji/core/phrases';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { draw } from '../../../testing/draw.tsx';
import { doneRun, INPUT, runOf, slotOf, warningOf } from '../../../testing/runs.ts';
import type { Run } from '../../state/run.ts';
import { Viewing } from '../image/viewing.tsx';
import { RunView } from './run-view.tsx';

const { promptReasons, warnings } = PHRASES.en;

const drawn = (run: Run, opened: Parameters<typeof draw>[1] = {}) =>
  draw(
    <Viewing runs={[run]}>
      <RunView run={run} />
    </Viewing>,
    opened,
  );
const cards = (page: ReturnType<typeof drawn>['page']) => page.queryAllByRole('heading', { level: 3 });
const again = 'Again with a new seed';

describe('a run', () => {
  it('shows its prompt, with the matched words marked', () => {
    const run = doneRun([slotOf('clear')], { warnings: [warningOf('prompt_violence', { span: [2, 5] })] });
    const { page } = drawn(run);
    expect(page.getByText('Prompt:').parentElement).toHaveTextContent('Prompt: a dog in a suit');
    expect(page.container.querySelector('mark')).toHaveTextContent('dog');
  });

  it('shows its progress, and a place for each picture, while it runs', () => {
    const { page } = drawn(runOf({ slots: [{ status: 'waiting' }, slotOf('clear')] }));
    expect(page.getByRole('progressbar')).toBeInTheDocument();
    expect(cards(page).map(({ textContent }) => textContent)).toEqual(['Picture 1', 'Picture 2']);
    expect(page.queryByRole('button', { name: again })).toBeNull();
    expect(page.queryByText('Timings and details')).toBeNull();
  });

  it('shows its pictures, its facts, and a button for another seed when it is done', async () => {
    const run = doneRun([slotOf('clear'), slotOf('blur'), slotOf('clear')]);
    const { page, user, started } = drawn(run);
    expect(page.queryByRole('progressbar')).toBeNull();
    expect(page.getByText('Timings and details')).toBeInTheDocument();
    expect(page.container.querySelector('.gallery')).toHaveClass('gallery--3');
    await user.click(page.getByRole('button', { name: again }));
    expect(started).toEqual([{ input: { ...INPUT, seed: expect.any(Number) }, key: '' }]);
    expect(started[0]?.input.seed).not.toBe(INPUT.seed);
  });

  it('says that another run cannot start while one runs', () => {
    const { page } = drawn(doneRun([slotOf('clear')]), { runs: [runOf({ number: 2 })] });
    expect(page.getByRole('button', { name: again })).toHaveAttribute('aria-disabled', 'true');
  });

  it('says that it was cancelled, and keeps the received pictures in their places', () => {
    const { page } = drawn(runOf({ phase: 'cancelled', slots: [{ status: 'waiting' }, slotOf('clear')] }));
    expect(page.getByText(/^Cancelled\. The connection was closed/)).toBeInTheDocument();
    expect(cards(page).map(({ textContent }) => textContent)).toEqual(['Picture 2']);
    expect(page.getByRole('button', { name: again })).toHaveAttribute('aria-disabled', 'false');
  });

  it('has no list of pictures when there are no pictures', () => {
    expect(drawn(runOf({ phase: 'cancelled' })).page.container.querySelector('.gallery')).toBeNull();
  });

  it('says that it failed, and keeps the received pictures', () => {
    const failure = { kind: 'interrupted' } as const;
    const { page } = drawn(
      runOf({ phase: 'failed', failure, slots: [slotOf('clear'), { status: 'waiting' }] }),
    );
    expect(page.getByRole('alert')).toHaveTextContent('The connection broke');
    expect(page.getByText('Picture 1')).toBeInTheDocument();
    expect(page.queryByText('Picture 2')).toBeNull();
    expect(page.queryByRole('button', { name: again })).toBeNull();
    expect(page.queryByRole('progressbar')).toBeNull();
  });
});

describe('a refused prompt', () => {
  it('is reported once, by the refusal, without a place for a picture or a second notice', () => {
    const warnings = [warningOf('prompt_violence', { category: 'violence' }), warningOf('sample_generator')];
    const { page } = drawn(runOf({ phase: 'refused', slots: [], warnings }));
    expect(page.getByRole('heading', { name: 'This prompt was refused' })).toBeInTheDocument();
    expect(page.getAllByText(promptReasons.violence)).toHaveLength(1);
    expect(page.queryByText(/allowed with a warning/)).toBeNull();
    expect(page.container.querySelector('.note')).toBeNull();
    expect(page.queryByRole('button', { name: again })).toBeNull();
  });
});

describe('a warned prompt', () => {
  const warned = (language: 'en' | 'ja' = 'en') =>
    drawn(
      doneRun([slotOf('clear')], {
        warnings: [
          warningOf('prompt_suggestive', { span: [2, 5] }),
          warningOf('prompt_warned'),
          warningOf('prompt_warned', { image: 0 }),
          warningOf('sample_generator'),
        ],
      }),
      { language },
    );

  it('is reported after the pictures, with the reason and the words', () => {
    const { page } = warned();
    const note = page.getByText('This prompt was allowed with a warning.').closest('.note');
    expect(note).toHaveTextContent(
      `This prompt was allowed with a warning. ${promptReasons.suggestive} ${warnings.prompt_warned({})}Matched: “dog”`,
    );
    const gallery = page.container.querySelector('.gallery');
    if (!note || !gallery) throw new Error('nothing is shown');
    expect(note.compareDocumentPosition(gallery)).toBe(Node.DOCUMENT_POSITION_PRECEDING);
  });

  it('is reported in Japanese', () => {
    expect(
      warned('ja').page.getByText('このプロンプトは、注意つきで受け付けられました。'),
    ).toBeInTheDocument();
  });

  it('names no words when the answer named none', () => {
    const { page } = drawn(doneRun([slotOf('clear')], { warnings: [warningOf('prompt_warned')] }));
    expect(page.queryByText(/^Matched/)).toBeNull();
  });

  it('shows no notice without a warning about the prompt', () => {
    const { page } = drawn(doneRun([slotOf('clear')], { warnings: [warningOf('sample_generator')] }));
    expect(page.queryByText('This prompt was allowed with a warning.')).toBeNull();
  });
});

describe('the other warnings', () => {
  it('follow the pictures, each sentence once, without what a picture shows itself', () => {
    const { page } = drawn(
      doneRun([slotOf('blur')], {
        warnings: [
          warningOf('sample_generator'),
          warningOf('negative_prompt_powerless'),
          warningOf('sample_generator'),
          warningOf('image_nudity', { image: 0 }),
        ],
      }),
    );
    const notes = [...page.container.querySelectorAll('.note')];
    expect(notes.map(({ textContent }) => textContent)).toEqual([
      warnings.sample_generator({}),
      warnings.negative_prompt_powerless({}),
    ]);
    const gallery = page.container.querySelector('.gallery');
    expect(notes[0]?.compareDocumentPosition(gallery ?? document)).toBe(Node.DOCUMENT_POSITION_PRECEDING);
    expect(page.getAllByText(PHRASES.en.names.nudity)).toHaveLength(1);
  });
});

describe('pictures that arrive', () => {
  const scrolled = vi.spyOn(Element.prototype, 'scrollIntoView');
  beforeEach(() => void scrolled.mockReset());

  function arriving(first: Run) {
    const run = signal(first);
    const View = () => (
      <Viewing runs={[run.value]}>
        <RunView run={run.value} />
      </Viewing>
    );
    const drawn = draw(<View />);
    scrolled.mockClear();
    return {
      ...drawn,
      become: (next: Run) =>
        drawn.change(() => {
          run.value = next;
        }),
    };
  }
  const places = () =>
    scrolled.mock.contexts.map((element) => (element instanceof Element ? element.className : ''));

  it('are scrolled to once, when the first one is there', async () => {
    const waiting = { status: 'waiting' } as const;
    const { become } = arriving(runOf({ slots: [waiting, waiting] }));
    expect(places()).toEqual([]);
    await become(runOf({ slots: [slotOf('clear'), waiting] }));
    expect(places()).toEqual(['gallery gallery--2']);
    expect(scrolled).toHaveBeenCalledWith({ block: 'nearest' });
    await become(doneRun([slotOf('clear'), slotOf('clear')]));
    expect(scrolled).toHaveBeenCalledOnce();
  });

  it('are shown from their top where they are higher than the window', async () => {
    vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(window.innerHeight + 1);
    const { become } = arriving(runOf());
    await become(runOf({ slots: [slotOf('clear')] }));
    expect(scrolled).toHaveBeenCalledWith({ block: 'start' });
    vi.restoreAllMocks();
  });

  it('are not scrolled to when they were there before', async () => {
    const { become } = arriving(doneRun([slotOf('clear')]));
    await become(doneRun([slotOf('clear')], { number: 2 }));
    expect(places()).toEqual([]);
  });
});

it.each([true, false])('has a heading unless the form above shows its prompt (%s)', (headless) => {
  const run = doneRun([slotOf('clear')]);
  const { page } = draw(
    <Viewing runs={[run]}>
      <RunView run={run} headless={headless} />
    </Viewing>,
  );
  expect(page.container.querySelectorAll('.run__header')).toHaveLength(headless ? 0 : 1);
});
