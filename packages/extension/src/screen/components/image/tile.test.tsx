import { PHRASES } from '@shoji/core/phrases';
import { fireEvent, render, waitFor } from '@testing-library/preact';
import { describe, expect, it, vi } from 'vitest';
import { draw } from '../../../testing/draw.tsx';
import { watchObjectUrls } from '../../../testing/object-urls.ts';
import { doneRun, imageOf, runOf, slotOf, warningOf } from '../../../testing/runs.ts';
import type { GeneratedImage } from '../../client/events.ts';
import type { Run, Slot } from '../../state/run.ts';
import { BlurIcon, CheckIcon, EyeIcon, UncheckedIcon, WithheldIcon } from '../icons.tsx';
import { Tile } from './tile.tsx';
import { Viewing } from './viewing.tsx';

const alive = watchObjectUrls();

function tile(slot: Slot, opened: Parameters<typeof draw>[1] & { run?: Run; index?: number } = {}) {
  const { run = doneRun([slotOf('clear'), slotOf('clear')]), index = 1, ...rest } = opened;
  const drawn = draw(
    <Viewing runs={[run]}>
      <Tile run={run} slot={slot} index={index} />
    </Viewing>,
    rest,
  );
  const shown = () => alive.get(drawn.page.getByRole('img').getAttribute('src') ?? '');
  const button = (name: string) => drawn.page.getByRole('button', { name: `${name}, picture 2` });
  const badge = () => drawn.page.container.querySelector('.badge svg')?.innerHTML;
  return { ...drawn, shown, button, badge };
}
const screened = (image: GeneratedImage): Slot => ({ status: 'screened', image });
const iconOf = (icon: preact.ComponentChildren) =>
  render(<p>{icon}</p>).container.querySelector('svg')?.innerHTML;

describe('a clear picture', () => {
  it('is shown with its prompt as alternative text, in a button that opens it large', () => {
    const image = imageOf('clear');
    const { page, shown, badge } = tile(screened(image));
    expect(page.getByRole('heading', { level: 3, name: 'Picture 2' })).toBeInTheDocument();
    const open = page.getByRole('button', { name: 'Picture 2: a dog in a suit' });
    expect(open).toHaveAttribute('aria-haspopup', 'dialog');
    expect(open).toHaveAttribute('type', 'button');
    expect(open).toHaveAccessibleDescription('Clear');
    expect(page.getByRole('img')).toHaveAttribute('height', '768');
    expect(page.getByRole('img')).toHaveAttribute('width', '512');
    expect(shown()).toBe(image.shown);
    expect(page.getByText('Clear')).toHaveClass('badge--clear');
    expect(badge()).toBe(iconOf(<CheckIcon />));
    expect(page.queryByRole('button', { name: /Reveal/ })).toBeNull();
    expect(page.container.querySelector('.card__about')).toBeNull();
  });

  it('is opened in the lightbox, and has the focus again afterwards', async () => {
    const { page, user } = tile(slotOf('clear'));
    const open = page.getByRole('button', { name: /a dog in a suit/ });
    await user.click(open);
    const dialog = await page.findByRole('dialog', { name: 'Picture, large' });
    expect(dialog).toHaveAttribute('open');
    await user.click(page.getByRole('button', { name: 'Close' }));
    await waitFor(() => expect(page.queryByRole('dialog')).toBeNull());
  });
});

it('shows nothing of an answer without pixels', () => {
  const { page } = tile(slotOf('clear', { shown: null }));
  expect(page.queryByRole('img')).toBeNull();
  expect(page.queryByRole('button', { name: /Download/ })).toBeNull();
});

describe('a blurred picture', () => {
  const blurred = (changes: Partial<GeneratedImage> = {}) =>
    imageOf('blur', { warnings: [warningOf('image_nudity')], ...changes });
  const run = doneRun([slotOf('clear'), slotOf('blur')], {
    warnings: [warningOf('image_nudity', { image: 1 }), warningOf('image_hate', { image: 1 })],
  });

  it('does not use its prompt as alternative text, and says in a few words why it is blurred', () => {
    const { page, badge } = tile(screened(blurred()), { run });
    expect(page.getByRole('img')).toHaveAttribute('alt', 'Picture 2, blurred');
    expect(page.getByText('Blurred')).toHaveClass('badge--blur');
    expect(page.container.querySelector('.card__label')).toHaveTextContent('Blurrednudity, hate');
    expect(badge()).toBe(iconOf(<BlurIcon />));
    expect(page.getByRole('listitem')).toHaveClass('card--blur');
  });

  it('is revealed and hidden on the picture, and keeps nothing of the original after hiding', async () => {
    const image = blurred();
    const { page, user, button, badge } = tile(screened(image), { run });
    expect(button('Reveal')).toHaveAttribute('aria-pressed', 'false');
    expect([...alive.values()]).toEqual([image.shown]);
    const covered = page.getByRole('img');
    await user.click(button('Reveal'));
    expect(button('Reveal')).toHaveAttribute('aria-pressed', 'true');
    expect(page.getByRole('img')).toHaveAttribute('alt', 'Picture 2: a dog in a suit');
    expect(page.getByRole('img')).not.toBe(covered);
    expect(page.getByText('Revealed')).toBeInTheDocument();
    expect(page.container.querySelector('.card__about')).toBeNull();
    expect(badge()).toBe(iconOf(<EyeIcon />));
    expect([...alive.values()]).toEqual([image.original]);
    await user.click(button('Reveal'));
    expect(button('Reveal')).toHaveAttribute('aria-pressed', 'false');
    expect(page.getByText('Blurred')).toBeInTheDocument();
    expect([...alive.values()]).toEqual([image.shown]);
    expect(page.queryByRole('dialog')).toBeNull();
  });

  it('is covered again when it is drawn anew', async () => {
    const image = blurred();
    const { page, user, button } = tile(screened(image), { run });
    await user.click(button('Reveal'));
    page.unmount();
    expect(alive.size).toBe(0);
    expect(tile(screened(image), { run }).button('Reveal')).toHaveAttribute('aria-pressed', 'false');
  });

  it('says that the original is gone, and no longer offers it', async () => {
    const { page, user, button } = tile(screened(blurred({ original: async () => undefined })), { run });
    await user.click(button('Reveal'));
    await waitFor(() =>
      expect(
        page.getByText('The original picture was kept only until the browser was closed.'),
      ).toHaveAttribute('role', 'status'),
    );
    expect(page.queryByRole('button', { name: /Reveal/ })).toBeNull();
    expect(page.getByRole('img')).toHaveAttribute('alt', 'Picture 2, blurred');
  });

  it('cannot be revealed without the original', () => {
    const { page } = tile(screened(blurred({ original: null })), { run });
    expect(page.queryByRole('button', { name: /Reveal/ })).toBeNull();
  });

  it('is shown in Japanese', () => {
    const { page } = tile(screened(blurred()), { run, language: 'ja' });
    expect(page.container.querySelector('.card__label')).toHaveTextContent(
      `ぼかし${PHRASES.ja.names.nudity}、${PHRASES.ja.names.hate}`,
    );
    expect(page.getByRole('button', { name: 'ぼかしを外す、画像 2' })).toBeInTheDocument();
  });
});

describe('a picture that is not shown', () => {
  const withheld = (codes: readonly string[]) =>
    tile(slotOf('withhold', { shown: new Blob(['x']) }), {
      run: doneRun([], { warnings: codes.map((code) => warningOf(code, { image: 1 })) }),
    });

  it('has a state and a reason, no pixels, and nothing that would save or reveal it', () => {
    const { page, badge } = withheld(['image_nudity']);
    expect(page.getByRole('listitem')).toHaveClass('card--withhold');
    expect(page.getByText('Withheld')).toHaveClass('badge--withhold');
    expect(page.getByText(PHRASES.en.names.nudity)).toHaveClass('card__about');
    expect(badge()).toBe(iconOf(<WithheldIcon />));
    expect(page.queryByRole('img')).toBeNull();
    expect(page.getAllByRole('button').map((button) => button.textContent)).toEqual(['Picture 2']);
    expect(page.container.querySelector<HTMLElement>('.card__frame')?.style.aspectRatio).toBe('512 / 768');
    expect(alive.size).toBe(0);
  });

  it('differs in words and looks where a check failed', () => {
    const { page, badge } = withheld(['check_failed']);
    expect(page.getByRole('listitem')).toHaveClass('card--unchecked');
    expect(page.getByText('Could not be checked')).toHaveClass('badge--unchecked');
    expect(badge()).toBe(iconOf(<UncheckedIcon />));
    expect(page.container.querySelector('.card__frame--unchecked')).not.toBeNull();
  });

  it('is not shown when the answers about it disagree', () => {
    const { page } = tile({ status: 'lost' });
    expect(page.getByText('Could not be checked')).toBeInTheDocument();
    expect(page.queryByRole('img')).toBeNull();
  });
});

it.each([
  ['waiting', 'Generating', '生成中'],
  ['remaking', 'Generating again', 'もう一度生成中'],
] as const)('keeps the place of a picture that is not there yet (%s)', (status, en, ja) => {
  const { page } = tile({ status }, { run: runOf() });
  expect(page.getByRole('listitem')).toHaveTextContent(`Picture 2${en}`);
  expect(page.queryByRole('button')).toBeNull();
  expect(page.container.querySelector<HTMLElement>('.card__frame')?.style.aspectRatio).toBe('512 / 768');
  page.unmount();
  expect(tile({ status }, { run: runOf(), language: 'ja' }).page.getByRole('listitem')).toHaveTextContent(
    `画像 2${ja}`,
  );
});

describe('saving and dragging a picture', () => {
  /** Presses Download; returns the file that is saved. */
  async function save(drawn: ReturnType<typeof tile>) {
    const saved: { name: string; blob: unknown }[] = [];
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      saved.push({ name: this.download, blob: alive.get(this.href) });
    });
    await drawn.user.click(drawn.button('Download'));
    return saved[0];
  }

  it('saves the shown picture, under a name that contains nothing of the prompt', async () => {
    const image = imageOf('blur');
    const drawn = tile(screened(image));
    expect(await save(drawn)).toEqual({ name: 'shoji-gen_1-2-blurred.png', blob: image.shown });
    await drawn.user.click(drawn.button('Reveal'));
    expect(await save(drawn)).toEqual({ name: 'shoji-gen_1-2.jpg', blob: image.original });
  });

  it('names a picture of an unfinished run by the number of the run', async () => {
    expect(await save(tile(slotOf('clear'), { run: runOf({ number: 4 }) }))).toMatchObject({
      name: 'shoji-run-4-2.png',
    });
  });

  it.each([false, true])('drags the shown picture (revealed: %s)', async (revealed) => {
    const { page, user, button } = tile(slotOf('blur'));
    if (revealed) await user.click(button('Reveal'));
    const files: File[] = [];
    const dataTransfer = { items: { add: (file: File) => files.push(file) }, setData: vi.fn() };
    const event = new Event('dragstart', { bubbles: true });
    Object.assign(event, { dataTransfer });
    fireEvent(page.getByRole('img'), event);
    expect(files[0]?.name).toBe(revealed ? 'shoji-gen_1-2.jpg' : 'shoji-gen_1-2-blurred.png');
  });
});

describe('a favourite', () => {
  it('is marked and unmarked by its star', async () => {
    const { page, user, button, starred } = tile(slotOf('clear'), { favourites: true });
    expect(button('Favourite')).toHaveAttribute('aria-pressed', 'false');
    await user.click(button('Favourite'));
    expect(button('Favourite')).toHaveAttribute('aria-pressed', 'true');
    expect([...starred()]).toEqual(['1/1']);
    await user.click(page.getByRole('button', { name: 'Favourite, picture 2' }));
    expect([...starred()]).toEqual([]);
  });

  it('needs a history, and a run that has ended', () => {
    expect(tile(slotOf('clear')).page.queryByRole('button', { name: /Favourite/ })).toBeNull();
    const { page } = tile(slotOf('clear'), { run: runOf(), favourites: true });
    expect(page.queryByRole('button', { name: 'Favourite, picture 2' })).toBeNull();
  });
});
