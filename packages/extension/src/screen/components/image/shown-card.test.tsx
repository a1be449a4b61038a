import { PHRASES } from '@shoji/core/phrases';
import { fireEvent, render, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { draw } from '../../../testing/draw.tsx';
import { doneRun, imageOf, policyOf, runOf, slotOf, warningOf } from '../../../testing/runs.ts';
import type { GeneratedImage } from '../../client/events.ts';
import type { Run } from '../../state/run.ts';
import { Composer } from '../composer/composer.tsx';
import { BlurIcon, CheckIcon, EyeIcon } from '../icons.tsx';
import { ShownCard } from './shown-card.tsx';

/** The blobs that the page can show at the moment, by object URL. */
const alive = new Map<string, Blob>();
beforeEach(() => {
  let count = 0;
  vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
    if (!(blob instanceof Blob)) throw new Error('not a blob');
    alive.set(`blob:test/${count}`, blob);
    return `blob:test/${count++}`;
  });
  vi.spyOn(URL, 'revokeObjectURL').mockImplementation((url) => void alive.delete(url));
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  alive.clear();
});

function card(image: GeneratedImage, opened: Parameters<typeof draw>[1] & { run?: Run } = {}) {
  const { run = doneRun([slotOf('clear'), slotOf('clear')]), ...rest } = opened;
  const drawn = draw(<ShownCard run={run} image={image} index={1} />, rest);
  const shown = () => alive.get(drawn.page.getByRole('img').getAttribute('src') ?? '');
  const button = (name: string) => drawn.page.getByRole('button', { name: `${name}, picture 2` });
  return { ...drawn, shown, button };
}

describe('a clear picture', () => {
  it('is shown with its prompt as alternative text, its state and its seed', () => {
    const image = imageOf('clear');
    const { page, shown } = card(image);
    expect(page.getByRole('heading', { level: 3, name: 'Picture 2' })).toBeInTheDocument();
    expect(page.getByRole('img', { name: 'Picture 2: a dog in a suit' })).toHaveAttribute('height', '768');
    expect(page.getByRole('img')).toHaveAttribute('width', '512');
    expect(shown()).toBe(image.shown);
    expect(page.getByText('Clear')).toHaveClass('badge--clear');
    expect(page.getByText('Seed 8')).toBeInTheDocument();
    expect(page.queryByRole('button', { name: /Reveal/ })).toBeNull();
  });

  it('has no reasons and no findings', () => {
    const { page } = card(
      imageOf('clear', { findings: [{ check: 'c', category: 'hate', label: 'l', score: 0.1 }] }),
    );
    expect(page.container.querySelector('.card__reason, .card__checks, .hint')).toBeNull();
  });

  it('has no seed and cannot be varied before the answer is complete', () => {
    const { page } = card(imageOf('clear'), { run: runOf() });
    expect(page.queryByText(/^Seed/)).toBeNull();
    expect(page.queryByRole('button', { name: /Vary/ })).toBeNull();
  });
});

it('shows nothing when the answer has no pixels', () => {
  expect(card(imageOf('clear', { shown: null })).page.container).toBeEmptyDOMElement();
});

describe('a blurred picture', () => {
  const finding = (check: string, score: number) => ({ check, category: 'nudity', label: 'l', score });
  const blurred = (changes: Partial<GeneratedImage> = {}) =>
    imageOf('blur', {
      findings: [finding('rekognition', 0.876), finding('embedded-image', 0.5)],
      warnings: [warningOf('image_nudity')],
      ...changes,
    });
  const run = doneRun([slotOf('clear'), slotOf('blur')], {
    warnings: [warningOf('image_nudity', { image: 1 })],
  });

  it('does not use its prompt as alternative text, and says why it is blurred and which check found it', () => {
    const { page, shown } = card(blurred(), { run });
    expect(page.getByRole('img')).toHaveAttribute('alt', 'Picture 2, blurred');
    expect(page.getByText('Blurred')).toHaveClass('badge--blur');
    expect(page.getByText(PHRASES.en.imageReasons.nudity)).toBeInTheDocument();
    expect(page.getByText('rekognition, 88 % · embedded-image, 50 %')).toBeInTheDocument();
    expect(shown()).toBe(alive.values().next().value);
  });

  it('names no check when none found anything', () => {
    expect(card(blurred({ findings: [] }), { run }).page.container.querySelector('.card__checks')).toBeNull();
  });

  it('is revealed and hidden by a switch, and keeps nothing of the original after hiding', async () => {
    const image = blurred();
    const { page, user, button, shown } = card(image, { run });
    const reveal = button('Reveal');
    expect(reveal).toHaveAttribute('aria-pressed', 'false');
    expect([...alive.values()]).toEqual([image.shown]);
    await user.click(reveal);
    expect(button('Reveal')).toHaveAttribute('aria-pressed', 'true');
    expect(page.getByRole('img')).toHaveAttribute('alt', 'Picture 2: a dog in a suit');
    expect(page.getByText('Revealed')).toBeInTheDocument();
    expect([...alive.values()]).toEqual([image.original]);
    await user.click(button('Reveal'));
    expect(button('Reveal')).toHaveAttribute('aria-pressed', 'false');
    expect(page.getByRole('img')).toHaveAttribute('alt', 'Picture 2, blurred');
    expect(page.getByText('Blurred')).toBeInTheDocument();
    expect(shown()).toBe(image.shown);
    expect([...alive.values()]).toEqual([image.shown]);
  });

  it('uses another element for the revealed picture, which is removed when it is hidden', async () => {
    const { page, user, button } = card(blurred(), { run });
    const covered = page.getByRole('img');
    await user.click(button('Reveal'));
    const uncovered = page.getByRole('img');
    expect(uncovered).not.toBe(covered);
    await user.click(button('Reveal'));
    expect(page.getByRole('img')).not.toBe(uncovered);
  });

  it('has a crossed-out eye when blurred, an eye when revealed, a tick when clear', async () => {
    const drawn = (container: Element, icon: string) => container.querySelector(icon)?.innerHTML;
    const badge = (container: Element) => drawn(container, '.badge svg');
    const { page, user, button } = card(blurred(), { run });
    expect(badge(page.container)).toBe(drawn(render(<BlurIcon />).container, 'svg'));
    await user.click(button('Reveal'));
    expect(badge(page.container)).toBe(drawn(render(<EyeIcon />).container, 'svg'));
    const clear = card(imageOf('clear')).page;
    expect(badge(clear.container)).toBe(drawn(render(<CheckIcon />).container, 'svg'));
  });

  it('fetches the original only on request, each time again', async () => {
    const original = vi.fn(async () => new Blob(['kept']));
    const { user, button } = card(blurred({ original }), { run });
    expect(original).not.toHaveBeenCalled();
    await user.click(button('Reveal'));
    await waitFor(() => expect(button('Reveal')).toHaveAttribute('aria-pressed', 'true'));
    await user.click(button('Reveal'));
    await user.click(button('Reveal'));
    expect(original).toHaveBeenCalledTimes(2);
  });

  it('says that the original is gone, and no longer offers it', async () => {
    const { page, user, button } = card(blurred({ original: async () => undefined }), { run });
    expect(page.queryByRole('status', { name: /kept only/ })).toBeNull();
    await user.click(button('Reveal'));
    await waitFor(() =>
      expect(
        page.getByText('The original picture was kept only until the browser was closed.'),
      ).toHaveAttribute('role', 'status'),
    );
    expect(page.queryByRole('button', { name: /Reveal/ })).toBeNull();
    expect(page.getByRole('img')).toHaveAttribute('alt', 'Picture 2, blurred');
  });

  it.each([
    [false, 'The operator does not allow blurred pictures to be revealed.'],
    [true, 'The original picture was not kept.'],
  ])('cannot be revealed without the original, and says why (policy: %s)', (reveal, sentence) => {
    const { page } = card(blurred({ original: null }), { run, policy: policyOf({ reveal }) });
    expect(page.queryByRole('button', { name: /Reveal/ })).toBeNull();
    expect(page.getByText(sentence)).toBeInTheDocument();
  });

  it('does not say that the operator forbids revealing when another picture can be revealed', () => {
    const { page } = card(blurred(), { run });
    expect(page.container.querySelector('.hint')).toBeNull();
  });

  it('is shown in Japanese', async () => {
    const { page, user } = card(blurred(), { run, language: 'ja' });
    expect(page.getByRole('img')).toHaveAttribute('alt', '画像 2（ぼかし）');
    expect(page.getByText('ぼかし')).toBeInTheDocument();
    await user.click(page.getByRole('button', { name: 'ぼかしを外す、画像 2' }));
    expect(page.getByText('ぼかしを外して表示中')).toBeInTheDocument();
    for (const name of ['保存', 'コピー', 'アレンジ']) {
      expect(page.getByRole('button', { name: `${name}、画像 2` })).toBeInTheDocument();
    }
  });
});

describe('saving, dragging and copying a picture', () => {
  /** Presses Download; returns the file that is saved. */
  async function save(drawn: ReturnType<typeof card>) {
    const saved: { name: string; blob: Blob | undefined }[] = [];
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      saved.push({ name: this.download, blob: alive.get(this.href) });
    });
    await drawn.user.click(drawn.button('Download'));
    return saved[0];
  }

  it('saves the shown picture, under a name that contains nothing of the prompt', async () => {
    const image = imageOf('blur');
    const drawn = card(image);
    expect(await save(drawn)).toEqual({ name: 'shoji-gen_1-2-blurred.png', blob: image.shown });
    await drawn.user.click(drawn.button('Reveal'));
    expect(await save(drawn)).toEqual({ name: 'shoji-gen_1-2.jpg', blob: image.original });
  });

  it('names a picture of an unfinished run by the number of the run', async () => {
    expect(await save(card(imageOf('clear'), { run: runOf({ number: 4 }) }))).toMatchObject({
      name: 'shoji-run-4-2.png',
    });
  });

  it('drags the shown picture', () => {
    const image = imageOf('blur');
    const { page } = card(image);
    const files: File[] = [];
    const dataTransfer = {
      effectAllowed: '',
      items: { add: (file: File) => files.push(file) },
      setData: vi.fn(),
    };
    const event = new Event('dragstart', { bubbles: true });
    Object.assign(event, { dataTransfer });
    fireEvent(page.getByRole('img'), event);
    expect(files[0]?.name).toBe('shoji-gen_1-2-blurred.png');
  });

  class Item {
    readonly data: Readonly<Record<string, Promise<Blob>>>;
    constructor(data: Item['data']) {
      this.data = data;
    }
  }
  function stubClipboard(write: (items: readonly Item[]) => Promise<void>) {
    vi.stubGlobal('navigator', { ...navigator, clipboard: { write } });
    vi.stubGlobal('ClipboardItem', Item);
  }

  it('copies the shown picture, and confirms it', async () => {
    const image = imageOf('blur', { original: new Blob(['original'], { type: 'image/png' }) });
    const written: Item[] = [];
    const { page, user, button } = card(image);
    stubClipboard(async (items) => void written.push(...items));
    fireEvent.click(button('Copy'));
    await waitFor(() => expect(button('Copy')).toHaveTextContent('Copied'));
    expect(page.getByRole('status')).toHaveTextContent('Copied');
    await user.click(button('Reveal'));
    fireEvent.click(button('Copy'));
    await waitFor(() => expect(written).toHaveLength(2));
    expect(await written[0]?.data['image/png']).toBe(image.shown);
    expect(await written[1]?.data['image/png']).toBe(image.original);
  });

  it('reports a picture that could not be copied', async () => {
    const { page, button } = card(imageOf('clear'));
    stubClipboard(() => Promise.reject(new Error('forbidden')));
    expect(page.getByRole('status')).toBeEmptyDOMElement();
    fireEvent.click(button('Copy'));
    await waitFor(() => expect(button('Copy')).toHaveTextContent('Could not be copied'));
    expect(page.getByRole('status')).toHaveTextContent('Could not be copied');
  });
});

describe('varying a picture', () => {
  it('writes its prompt, seed and size into the form and moves the focus there', async () => {
    const { page, user, screen } = draw(
      <>
        <Composer compact />
        <ShownCard run={doneRun([slotOf('clear')])} image={imageOf('clear')} index={0} />
      </>,
    );
    const vary = page.getByRole('button', { name: 'Vary, picture 1' });
    expect(vary).toHaveAttribute('title', expect.stringMatching(/keep the composition/));
    await user.click(vary);
    expect(screen.settings.value).toMatchObject({
      prompt: 'a dog in a suit',
      seed: '7',
      size: { name: 'portrait' },
    });
    expect(page.getByRole('textbox', { name: 'Prompt' })).toHaveFocus();
    expect(
      page.getByText(/^The form now has all settings of this picture, with its seed 7\./),
    ).toBeInTheDocument();
  });
});
