import { PHRASES } from '@shoji/core/phrases';
import { cleanup, fireEvent, waitFor, within } from '@testing-library/preact';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { draw } from '../../../testing/draw.tsx';
import { watchObjectUrls } from '../../../testing/object-urls.ts';
import { doneRun, policyOf, runOf, slotOf, warningOf } from '../../../testing/runs.ts';
import { DEFAULT_LIMITS } from '../../client/defaults.ts';
import type { Run } from '../../state/run.ts';
import { Composer } from '../composer/composer.tsx';
import { Gallery } from '../image/gallery.tsx';
import { Viewing } from '../image/viewing.tsx';

const alive = watchObjectUrls();

const FOUR = doneRun([slotOf('clear'), slotOf('blur'), slotOf('withhold'), { status: 'lost' }], {
  warnings: [
    warningOf('image_nudity', { image: 1 }),
    warningOf('image_violence', { image: 2 }),
    warningOf('prompt_violence', { span: [2, 5] }),
  ],
});

/** Opens the lightbox on one of the pictures of a run. */
async function lightbox(
  position = 1,
  opened: Parameters<typeof draw>[1] & {
    runs?: readonly Run[];
    actions?: Parameters<typeof Viewing>[0]['actions'];
  } = {},
) {
  const { runs = [FOUR], actions, ...rest } = opened;
  const drawn = draw(
    <>
      <Composer compact />
      <Viewing runs={runs} {...(actions && { actions })}>
        {runs.map((run) => (
          <Gallery key={run.number} run={run} slots={run.slots.map((slot, index) => ({ slot, index }))} />
        ))}
      </Viewing>
    </>,
    rest,
  );
  const tiles = drawn.page.container.querySelectorAll<HTMLElement>('.card__open');
  await drawn.user.click(tiles[position - 1] ?? document.body);
  const dialog = await drawn.page.findByRole('dialog');
  const inside = within(dialog);
  const said = () => inside.getAllByRole('status')[0]?.textContent;
  const press = (key: string, more = {}) => fireEvent.keyDown(dialog, { key, ...more });
  const button = (name: string | RegExp) => inside.getByRole('button', { name });
  return { ...drawn, dialog, inside, said, press, button };
}

describe('the lightbox', () => {
  it('shows one picture large, with its verdict, seed, prompt and actions', async () => {
    const { inside, said, dialog } = await lightbox(1);
    expect(dialog).toHaveAccessibleName('Picture, large');
    expect(inside.getByText('1 of 4')).toBeInTheDocument();
    expect(said()).toBe('Picture 1, Clear');
    expect(inside.getAllByRole('img')).toHaveLength(1);
    expect(inside.getByText('Seed 7')).toBeInTheDocument();
    expect(dialog.querySelector('.lightbox__prompt bdi')).toHaveTextContent('a dog in a suit');
    expect(dialog.querySelector('.lightbox__prompt mark')).toHaveTextContent('dog');
    expect(inside.getByRole('button', { name: 'Download, picture 1' })).toBeInTheDocument();
    expect(inside.getByRole('button', { name: 'Close' })).toHaveAttribute('autofocus');
  });

  it('moves with the arrow keys and the buttons, round both ends', async () => {
    const { said, press, button, user } = await lightbox(1);
    press('ArrowRight');
    expect(said()).toBe('Picture 2, Blurred, nudity');
    press('ArrowLeft');
    press('ArrowLeft');
    expect(said()).toBe('Picture 4, Could not be checked');
    await user.click(button('Next picture'));
    expect(said()).toBe('Picture 1, Clear');
    await user.click(button('Previous picture'));
    expect(said()).toBe('Picture 4, Could not be checked');
  });

  it.each([
    ['a', {}],
    ['ArrowLeft', { altKey: true }],
    ['ArrowLeft', { ctrlKey: true }],
    ['ArrowLeft', { metaKey: true }],
  ])('leaves other keys to the browser (%s %o)', async (key, more) => {
    const { said, press } = await lightbox(1);
    expect(press(key, more)).toBe(true);
    expect(said()).toBe('Picture 1, Clear');
  });

  it('has nothing to move to or compare with for one picture alone', async () => {
    const { inside, press, said } = await lightbox(1, { runs: [doneRun([slotOf('clear')])] });
    expect(inside.queryByRole('button', { name: /picture$|Compare/ })).toBeNull();
    press('ArrowRight');
    expect(said()).toBe('Picture 1, Clear');
  });

  it('goes on to the pictures of other runs', async () => {
    const older = doneRun([slotOf('clear')], { number: 9, input: { ...FOUR.input, prompt: 'a cat' } });
    const { inside, press, dialog } = await lightbox(4, { runs: [FOUR, older] });
    press('ArrowRight');
    expect(inside.getByText('5 of 5')).toBeInTheDocument();
    expect(dialog.querySelector('.lightbox__prompt')).toHaveTextContent('a cat');
  });

  it('closes when the browser closes it, e.g. by Escape, and can be opened again', async () => {
    const { dialog, page, user } = await lightbox(2);
    dialog.dispatchEvent(new Event('close'));
    await waitFor(() => expect(page.queryByRole('dialog')).toBeNull());
    await user.click(page.container.querySelectorAll<HTMLElement>('.card__open')[0] ?? document.body);
    expect(await page.findByRole('dialog')).toBeInTheDocument();
  });
});

describe('what it says of a picture', () => {
  it('is the whole reason, and reveals it on the picture', async () => {
    const { inside, button, user, dialog } = await lightbox(2);
    expect(inside.getByText(PHRASES.en.imageReasons.nudity)).toBeInTheDocument();
    expect(inside.getByRole('img')).toHaveAttribute('alt', 'Picture 2, blurred');
    await user.click(button('Reveal, picture 2'));
    expect(inside.getByRole('img')).toHaveAttribute('alt', 'Picture 2: a dog in a suit');
    expect(dialog.querySelector('.card__state .badge')).toHaveTextContent('Revealed');
  });

  it('is its reason and nothing that could be saved, where it is withheld', async () => {
    const { inside, said } = await lightbox(3);
    expect(said()).toBe('Picture 3, Withheld, violence');
    expect(inside.getByText(PHRASES.en.imageReasons.violence)).toBeInTheDocument();
    expect(inside.getByText(/no part of it was sent to you/)).toBeInTheDocument();
    expect(inside.queryByRole('img')).toBeNull();
    expect(inside.queryByRole('button', { name: /picture 3/ })).toBeNull();
    expect(inside.queryByText(/^Seed/)).toBeNull();
  });

  it('is that it could not be checked, where the answers disagree', async () => {
    const { inside } = await lightbox(4);
    expect(inside.getByText(/results that contradict each other/)).toBeInTheDocument();
    expect(inside.queryByRole('img')).toBeNull();
  });

  it('is that its original is gone', async () => {
    const run = doneRun([slotOf('blur', { original: async () => undefined })]);
    const { inside, button, user } = await lightbox(1, { runs: [run] });
    await user.click(button('Reveal, picture 1'));
    await waitFor(() =>
      expect(inside.getByText(/kept only until the browser/)).toHaveAttribute('role', 'status'),
    );
  });

  it('has no seed and cannot be varied before the answer is complete', async () => {
    const { inside } = await lightbox(1, { runs: [runOf({ slots: [slotOf('clear')] })] });
    expect(inside.queryByText(/^Seed/)).toBeNull();
    expect(inside.queryByRole('button', { name: /Vary/ })).toBeNull();
  });

  it('is in Japanese', async () => {
    const { inside, said } = await lightbox(2, { language: 'ja' });
    expect(said()).toBe(`画像 2、ぼかし、${PHRASES.ja.names.nudity}`);
    for (const name of ['保存', 'コピー', 'アレンジ'])
      expect(inside.getByRole('button', { name: `${name}、画像 2` })).toBeInTheDocument();
  });
});

describe('comparing', () => {
  it('holds a picture and shows the next ones beside it', async () => {
    const { inside, button, user, press, dialog } = await lightbox(1);
    await user.click(button('Compare'));
    expect(button('Compare')).toHaveAttribute('aria-pressed', 'true');
    const names = () => [...dialog.querySelectorAll('.pane__caption')].map((caption) => caption.textContent);
    expect(names()).toEqual(['ClearPicture 1, Seed 7', 'BlurredPicture 2, Seed 8']);
    expect(inside.getAllByRole('img')).toHaveLength(2);
    press('ArrowRight');
    expect(names()).toEqual(['ClearPicture 1, Seed 7', 'WithheldPicture 3, Seed 9']);
    await user.click(button('Compare'));
    expect(names()).toEqual([]);
    expect(button('Compare')).toHaveAttribute('aria-pressed', 'false');
  });
});

describe('actions', () => {
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
    const original = new Blob(['original'], { type: 'image/png' });
    const slot = slotOf('blur', { original });
    const blurred = slot.status === 'screened' ? slot.image.shown : undefined;
    const written: Item[] = [];
    const { inside, user, button } = await lightbox(1, { runs: [doneRun([slot])] });
    stubClipboard(async (items) => void written.push(...items));
    fireEvent.click(button('Copy, picture 1'));
    await waitFor(() => expect(button('Copy, picture 1')).toHaveTextContent('Copied'));
    expect(inside.getAllByRole('status').at(-1)).toHaveTextContent('Copied');
    await user.click(button('Reveal, picture 1'));
    fireEvent.click(button('Copy, picture 1'));
    await waitFor(() => expect(written).toHaveLength(2));
    expect(await written[1]?.data['image/png']).toBe(original);
    stubClipboard(() => Promise.reject(new Error('forbidden')));
    fireEvent.click(button('Copy, picture 1'));
    await waitFor(() => expect(button('Copy, picture 1')).toHaveTextContent('Could not be copied'));
    expect(await written[0]?.data['image/png']).toBe(blurred);
  });

  it('saves the shown picture under its name', async () => {
    const saved: string[] = [];
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      saved.push(this.download);
    });
    const { user, button } = await lightbox(2);
    await user.click(button('Download, picture 2'));
    await user.click(button('Reveal, picture 2'));
    await user.click(button('Download, picture 2'));
    expect(saved).toEqual(['shoji-gen_1-2-blurred.png', 'shoji-gen_1-2.jpg']);
  });

  it('saves the shown picture with its settings, or says that it could not', async () => {
    const saved: { name: string; blob: unknown }[] = [];
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      saved.push({ name: this.download, blob: alive.get(this.href) });
    });
    const png = await sharp({ create: { width: 2, height: 2, channels: 3, background: '#888888' } })
      .png()
      .toBuffer();
    const shown = new Blob([new Uint8Array(png)], { type: 'image/png' });
    const run = doneRun([slotOf('blur', { shown }), slotOf('clear')]);
    const { user, button, press } = await lightbox(1, { runs: [run] });
    expect(button('With settings, picture 1')).toHaveAttribute('title', expect.stringMatching(/the prompt/));
    await user.click(button('With settings, picture 1'));
    await waitFor(() => expect(saved).toHaveLength(1));
    const [{ name, blob } = { name: '', blob: undefined }] = saved;
    expect(name).toBe('shoji-gen_1-1-blurred-settings.png');
    const bytes = blob instanceof Blob ? Buffer.from(await blob.arrayBuffer()) : Buffer.alloc(0);
    expect((await sharp(bytes).metadata()).comments?.[0]).toMatchObject({
      keyword: 'parameters',
      text: expect.stringContaining('a dog in a suit\nSeed: 7'),
    });
    press('ArrowRight');
    await user.click(button('With settings, picture 2'));
    await waitFor(() => expect(button('With settings, picture 2')).toHaveTextContent('Could not be saved'));
    expect(saved).toHaveLength(1);
  });

  it('writes the settings of a picture into the form, closes, and moves the focus there', async () => {
    const { page, user, button, screen } = await lightbox(2);
    expect(button('Vary, picture 2')).toHaveAttribute('title', expect.stringMatching(/keep the composition/));
    await user.click(button('Vary, picture 2'));
    await waitFor(() => expect(page.queryByRole('dialog')).toBeNull());
    expect(screen.settings.value).toMatchObject({
      prompt: 'a dog in a suit',
      seed: '8',
      size: { name: 'portrait' },
    });
    expect(page.getByRole('textbox', { name: 'Prompt' })).toHaveFocus();
  });

  it('unfolds the form to vary a picture', async () => {
    const { page, user, button } = await lightbox(1, {
      settings: { prompt: FOUR.input.prompt },
      runs: [FOUR],
    });
    await user.click(button('Vary, picture 1'));
    await waitFor(() => expect(page.getByRole('textbox', { name: 'Prompt' })).toHaveFocus());
  });

  describe('to start from a picture', () => {
    const policy = policyOf({ limits: { ...DEFAULT_LIMITS, inputImage: true } });
    const names = (dialog: HTMLElement) => within(dialog).queryByRole('button', { name: /^Start from/ });
    let drawn: unknown[];
    beforeEach(() => {
      drawn = [];
      vi.stubGlobal('createImageBitmap', async (blob: Blob) => ({ width: 2, height: 2, close() {}, blob }));
      vi.stubGlobal(
        'OffscreenCanvas',
        class {
          getContext = () => ({
            fillRect() {},
            drawImage: ({ blob }: { blob: Blob }) => drawn.push(blob),
          });
          convertToBlob = async () => new Blob(['jpeg']);
        },
      );
    });
    afterEach(() => vi.unstubAllGlobals());

    it('puts it into the form, keeps the prompt, says so, and can be undone', async () => {
      const { page, user, button, screen } = await lightbox(1, { policy, settings: { prompt: 'a boat' } });
      await user.click(button('Start from this picture, picture 1'));
      await waitFor(() => expect(page.queryByRole('dialog')).toBeNull());
      expect(screen.settings.value).toMatchObject({
        prompt: 'a boat',
        image: { b64: btoa('jpeg'), strength: 0.6 },
      });
      const { slots } = FOUR;
      expect(drawn).toEqual([slots[0]?.status === 'screened' && slots[0].image.shown]);
      expect(page.getByRole('textbox', { name: 'Prompt' })).toHaveFocus();
      expect(
        page.getByText(/^The form now starts from this picture/).closest('[role=status]'),
      ).not.toBeNull();
      expect(page.getByRole('img', { name: 'The picture to start from' }).closest('details')).toHaveAttribute(
        'open',
      );
      await user.click(page.getByRole('button', { name: 'Remove the picture' }));
      expect(page.queryByText(/^The form now starts/)).toBeNull();
    });

    it('is offered for a blurred picture only while it is revealed, and takes what is seen', async () => {
      const original = new Blob(['original'], { type: 'image/png' });
      const run = doneRun([slotOf('blur', { original })]);
      const { dialog, user, button, screen } = await lightbox(1, { policy, runs: [run] });
      expect(names(dialog)).toBeNull();
      await user.click(button('Reveal, picture 1'));
      const start = button('Start from this picture, picture 1');
      expect(start).toHaveAttribute('title', expect.stringMatching(/checked again/));
      await user.click(button(/^Reveal/));
      expect(names(dialog)).toBeNull();
      await user.click(button('Reveal, picture 1'));
      await user.click(button('Start from this picture, picture 1'));
      await waitFor(() => expect(screen.settings.value.image).toBeDefined());
      expect(drawn).toEqual([original]);
    });

    it('is offered neither for a withheld picture nor by a generator that cannot', async () => {
      expect(names((await lightbox(3, { policy })).dialog)).toBeNull();
      cleanup();
      expect(names((await lightbox(1, { policy: policyOf() })).dialog)).toBeNull();
    });

    it('says that the picture cannot be read', async () => {
      vi.stubGlobal('createImageBitmap', () => Promise.reject(new Error('no picture')));
      const { inside, user, button, screen } = await lightbox(1, { policy });
      await user.click(button('Start from this picture, picture 1'));
      await waitFor(() =>
        expect(button('Start from this picture, picture 1')).toHaveTextContent('Could not be read'),
      );
      expect(inside.getAllByText('Could not be read').at(-1)).toHaveAttribute('role', 'status');
      expect(screen.settings.value.image).toBeUndefined();
    });
  });

  it('can be marked as a favourite', async () => {
    const { user, button, starred } = await lightbox(1, { favourites: true });
    await user.click(button('Favourite, picture 1'));
    expect([...starred()]).toEqual(['1/0']);
  });

  it('has the buttons of its surface, which can close it', async () => {
    const actions = (run: Run, close: () => void) => (
      <button type="button" onClick={close}>
        Leave run {run.number}
      </button>
    );
    const { page, user, button } = await lightbox(1, { actions });
    await user.click(button('Leave run 1'));
    await waitFor(() => expect(page.queryByRole('dialog')).toBeNull());
  });
});
