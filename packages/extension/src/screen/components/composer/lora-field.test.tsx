import { fireEvent } from '@testing-library/preact';
import { describe, expect, it } from 'vitest';
import { draw } from '../../../testing/draw.tsx';
import { NO_GENERATORS } from '../../client/defaults.ts';
import type { Settings } from '../../state/settings.ts';
import { LoraField } from './lora-field.tsx';

const MANY = Array.from({ length: 500 }, (_, index) => `style-${index}`);

function field(
  settings: Partial<Settings> = {},
  loras: readonly string[] = ['Clay', 'ink', 'ink-brush', ...MANY],
) {
  const sent: string[] = [];
  const drawn = draw(
    <form
      onSubmit={(event) => {
        event.preventDefault();
        sent.push('sent');
      }}
    >
      <LoraField />
    </form>,
    { choices: { ...NO_GENERATORS.choices, loras }, settings },
  );
  return { ...drawn, sent, finder: () => drawn.page.getByRole('combobox') };
}

it('is not there for a server without LoRAs', () => {
  const { page } = field({ loras: [{ name: 'Clay', weight: 1 }] }, []);
  expect(page.queryByRole('group')).toBeNull();
});

describe('the finder', () => {
  it('suggests every name of the server, and not those that are chosen', async () => {
    const { page, finder } = field({ loras: [{ name: 'ink', weight: 1 }] });
    const list = page.container.querySelector('datalist');
    expect(finder()).toHaveAttribute('list', list?.id);
    expect(finder()).not.toHaveFocus();
    expect(finder()).toHaveAttribute('dir', 'auto');
    expect([...(list?.options ?? [])].map(({ value }) => value)).toEqual(['Clay', 'ink-brush', ...MANY]);
    expect(page.getByText('Add one of 502: type a part of its name')).toBeInTheDocument();
  });

  it.each([
    ['clay', 'Clay'],
    [' ink ', 'ink'],
    ['CLAY', 'Clay'],
    ['brush', 'ink-brush'],
    ['STYLE-499', 'style-499'],
  ])('adds for %j by Enter, and does not send the form', async (typed, name) => {
    const { page, user, screen, sent, finder } = field();
    await user.type(finder(), `${typed}{Enter}`);
    expect(screen.settings.value.loras).toEqual([{ name, weight: 1 }]);
    expect([sent, finder()]).toEqual([[], document.activeElement]);
    expect(finder()).toHaveValue('');
    expect(page.getByText(`${name} was added.`)).toHaveAttribute('role', 'status');
  });

  it('prefers the name that is written the same', async () => {
    const { user, screen, finder } = field({}, ['Ink', 'ink', 'INK']);
    await user.type(finder(), 'ink{Enter}');
    expect(screen.settings.value.loras).toEqual([{ name: 'ink', weight: 1 }]);
    await user.type(finder(), 'iNk{Enter}');
    expect(finder()).toHaveAccessibleDescription(/^2 names contain this text\./);
  });

  it('adds by its button, behind what is there', async () => {
    const before = { name: 'Clay', weight: 0.5 };
    const { page, user, screen, sent, finder } = field({ loras: [before] });
    await user.type(finder(), 'style-7');
    await user.click(page.getByRole('button', { name: 'Add' }));
    // One of them has exactly this name.
    expect(screen.settings.value.loras).toEqual([before, { name: 'style-7', weight: 1 }]);
    expect(sent).toEqual([]);
  });

  it.each([
    ['nothing', 'The image server has no LoRA with this name.'],
    ['style-1', undefined],
    ['tyle-49', /^11 names contain this text\./],
  ])('says how many names %j belongs to', async (typed, said) => {
    const { user, screen, finder } = field();
    await user.type(finder(), `${typed}{Enter}`);
    expect(screen.settings.value.loras).toHaveLength(said === undefined ? 1 : 0);
    if (said === undefined) return;
    expect(finder()).toHaveAccessibleDescription(said);
    expect(finder()).toBeInvalid();
    await user.type(finder(), 'x');
    expect(finder()).toBeValid();
    expect(finder()).not.toHaveAccessibleDescription();
  });

  it('says nothing when it is empty, and leaves Enter to an input method', async () => {
    const { user, screen, finder } = field();
    await user.type(finder(), ' {Enter}');
    expect(finder()).toBeValid();
    await user.type(finder(), 'clay');
    expect(fireEvent.keyDown(finder(), { key: 'Enter', isComposing: true })).toBe(true);
    expect(screen.settings.value.loras).toEqual([]);
  });

  it('is not there any more when as many are chosen as a request may have', () => {
    const loras = MANY.slice(0, 16).map((name) => ({ name, weight: 1 }));
    const { page, change, screen } = field({ loras: loras.slice(1) });
    expect(page.getByRole('combobox')).toBeInTheDocument();
    change(() => screen.change({ loras }));
    expect(page.queryByRole('combobox')).toBeNull();
    expect(page.getAllByRole('slider')).toHaveLength(16);
  });

  it('is not there any more when all are chosen', () => {
    const { page } = field({ loras: [{ name: 'Clay', weight: 1 }] }, ['Clay']);
    expect(page.queryByRole('combobox')).toBeNull();
  });
});

describe('a chosen LoRA', () => {
  const loras = [
    { name: 'Clay', weight: 0.5 },
    { name: 'ink', weight: -1 },
  ];

  it('has a weight', () => {
    const { page, screen } = field({ loras });
    const slider = page.getByRole('slider', { name: 'ink' });
    expect(slider).toHaveValue('-1');
    fireEvent.input(slider, { target: { value: '1.25' } });
    expect(screen.settings.value.loras).toEqual([loras[0], { name: 'ink', weight: 1.25 }]);
  });

  it('can be removed, and the focus goes to the finder', async () => {
    const { page, user, screen, sent, finder } = field({ loras });
    await user.click(page.getByRole('button', { name: 'Remove Clay' }));
    expect(sent).toEqual([]);
    expect(screen.settings.value.loras).toEqual([loras[1]]);
    expect(finder()).toHaveFocus();
    expect(page.getByText('Clay was removed.')).toHaveAttribute('role', 'status');
    // Only then.
    await user.type(finder(), 'Clay');
    await user.click(page.getByRole('button', { name: 'Add' }));
    expect(page.getByRole('button', { name: 'Add' })).toHaveFocus();
  });

  it('takes the focus back to a finder that was not there', async () => {
    const full = MANY.slice(0, 16).map((name) => ({ name, weight: 1 }));
    const { page, user, finder } = field({ loras: full });
    await user.click(page.getByRole('button', { name: 'Remove style-3' }));
    expect(finder()).toHaveFocus();
  });

  it('says that the current server does not have it', () => {
    const { page } = field({ loras: [...loras, { name: 'gone', weight: 1 }] });
    expect(page.getByRole('slider', { name: 'gone' })).toHaveAccessibleDescription(/It is left out\.$/);
    expect(page.getByRole('slider', { name: 'ink' })).not.toHaveAccessibleDescription();
  });
});
