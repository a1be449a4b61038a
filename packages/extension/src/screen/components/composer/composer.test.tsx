import { fireEvent, within } from '@testing-library/preact';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { draw } from '../../../testing/draw.tsx';
import { doneRun, policyOf, runOf, slotOf } from '../../../testing/runs.ts';
import { DEFAULT_LIMITS } from '../../client/defaults.ts';
import { Composer } from './composer.tsx';

afterEach(() => vi.unstubAllGlobals());

const limits = (changes: Partial<typeof DEFAULT_LIMITS>) =>
  policyOf({ limits: { ...DEFAULT_LIMITS, ...changes } });

describe('the form', () => {
  it('sends the values of its fields, with the key', async () => {
    const { page, user, screen, started } = draw(<Composer compact={false} />);
    screen.key.value = 'k3y';
    expect(page.getByRole('form', { name: 'Your picture' })).toBeInTheDocument();
    await user.type(page.getByRole('textbox', { name: 'Prompt' }), 'a dog');
    await user.type(page.getByRole('textbox', { name: 'Negative prompt' }), 'rain');
    await user.click(page.getByRole('radio', { name: /Portrait/ }));
    await user.click(page.getByRole('radio', { name: '3' }));
    await user.type(page.getByRole('textbox', { name: 'Seed' }), '７');
    fireEvent.input(page.getByLabelText('Steps'), { target: { value: '20' } });
    fireEvent.input(page.getByLabelText('Guidance scale'), { target: { value: '4.5' } });
    await user.click(page.getByRole('button', { name: 'Generate' }));
    expect(started).toEqual([
      {
        input: {
          prompt: 'a dog',
          negativePrompt: 'rain',
          n: 3,
          width: 512,
          height: 768,
          seed: 7,
          steps: 20,
          guidanceScale: 4.5,
        },
        key: 'k3y',
      },
    ]);
  });

  it('shows the current settings', () => {
    const settings = { negativePrompt: 'rain', n: 4, seed: '9', steps: 12, guidanceScale: 3 };
    const { page } = draw(<Composer compact={false} />, { settings });
    expect(page.getByRole('textbox', { name: 'Negative prompt' })).toHaveValue('rain');
    expect(page.getByRole('radio', { name: '4' })).toBeChecked();
    expect(page.getByRole('radio', { name: /Square, 512 × 512 px/ })).toBeChecked();
    expect(page.getByRole('textbox', { name: 'Seed' })).toHaveValue('9');
    expect(page.getByLabelText('Steps')).toHaveValue('12');
    expect(page.getByLabelText('Guidance scale')).toHaveValue('3');
  });

  it('has the lists of the generator’s server, and sends what is chosen', async () => {
    const choices = { models: [], samplers: [], schedulers: ['karras'], loras: ['clay', 'ink'] };
    const { page, user, started } = draw(<Composer compact={false} />, {
      choices,
      settings: { prompt: 'a dog', scheduler: 'karras' },
    });
    await user.type(await page.findByRole('combobox', { name: /^Add one of 2/ }), 'ink{Enter}');
    await user.click(page.getByRole('button', { name: 'Generate' }));
    expect(started).toMatchObject([
      { input: { scheduler: 'karras', loras: [{ name: 'ink', weight: 1 }], model: undefined } },
    ]);
  });

  it('is sent by Enter in a field, without the browser’s validation', async () => {
    const { page, user, started } = draw(<Composer compact={false} />, { settings: { prompt: 'a dog' } });
    expect(page.getByRole('form')).toHaveAttribute('novalidate');
    await user.type(page.getByRole('textbox', { name: 'Seed' }), '{Enter}');
    expect(started).toHaveLength(1);
  });

  it('does not navigate when it is sent', () => {
    const { page } = draw(<Composer compact={false} />);
    // fireEvent returns false when the page prevented the browser’s own submission.
    expect(fireEvent.submit(page.getByRole('form'))).toBe(false);
  });

  it('moves the focus to an empty prompt, says that it is missing, and sends nothing', async () => {
    const { page, user, started } = draw(<Composer compact={false} />);
    await user.click(page.getByRole('button', { name: 'Generate' }));
    const prompt = page.getByRole('textbox', { name: 'Prompt' });
    expect(prompt).toHaveFocus();
    expect(page.getByRole('alert')).toHaveTextContent('Write what the picture should show.');
    expect(started).toEqual([]);
  });

  it('is shown in Japanese', () => {
    const { page } = draw(<Composer compact={false} />, { language: 'ja', policy: policyOf() });
    for (const name of ['プロンプト', 'ネガティブプロンプト', 'シード']) {
      expect(page.getByRole('textbox', { name })).toBeInTheDocument();
    }
    expect(page.getByRole('group', { name: 'サイズ' })).toBeInTheDocument();
    expect(page.getByRole('group', { name: '枚数' })).toBeInTheDocument();
    expect(page.getByLabelText('ステップ数')).toBeInTheDocument();
    expect(page.getByRole('button', { name: '画像を生成' })).toBeInTheDocument();
  });
});

describe('features that the operator’s generator lacks', () => {
  it('are not offered: sizes, numbers of pictures, a negative prompt', () => {
    const { page } = draw(<Composer compact={false} />, {
      policy: limits({ maxImages: 2, negativePrompt: false, side: { min: 512, max: 512, multipleOf: 8 } }),
    });
    const sizes = within(page.getByRole('group', { name: 'Size' })).getAllByRole('radio');
    expect(sizes).toHaveLength(1);
    const counts = within(page.getByRole('group', { name: 'Pictures' })).getAllByRole('radio');
    expect(counts.map((radio) => radio.closest('label')?.textContent)).toEqual(['1', '2']);
    expect(page.queryByLabelText('Negative prompt')).toBeNull();
  });

  it('are all offered when the operator names no limits', () => {
    const { page } = draw(<Composer compact={false} />);
    expect(within(page.getByRole('group', { name: 'Size' })).getAllByRole('radio')).toHaveLength(4);
    expect(within(page.getByRole('group', { name: 'Pictures' })).getAllByRole('radio')).toHaveLength(4);
  });
});

describe('a small window', () => {
  it('unfolds its settings for a picture that is there, or is about to be chosen', () => {
    const { page, screen, change } = draw(<Composer compact />, { policy: limits({ inputImage: true }) });
    const settings = () => page.getByText('Size, number and more').closest('details');
    expect(settings()).not.toHaveAttribute('open');
    change(() => {
      screen.choosing.value = true;
    });
    expect(settings()).toHaveAttribute('open');
    settings()?.removeAttribute('open');
    change(() => screen.startFrom(btoa('pixels')));
    // A person has folded them since.
    expect(settings()).not.toHaveAttribute('open');
    change(() => screen.generate());
    expect(settings()).not.toHaveAttribute('open');
  });

  it('shows only the prompt and folds the other fields', () => {
    const { page } = draw(<Composer compact />, { policy: policyOf() });
    const folded = page.getByText('Size, number and more').closest('details');
    if (!folded) throw new Error('nothing is folded');
    expect(folded).not.toHaveAttribute('open');
    for (const label of ['Seed', 'Negative prompt', 'Steps', 'Guidance scale']) {
      expect(folded).toContainElement(page.getByLabelText(label));
    }
    expect(folded).toContainElement(page.getByText('Policy: standard'));
    expect(folded).not.toContainElement(page.getByRole('textbox', { name: 'Prompt' }));
    expect(folded).not.toContainElement(page.getByRole('button', { name: 'Generate' }));
  });

  it('folds only the sliders when there is room', () => {
    const { page } = draw(<Composer compact={false} />, { policy: policyOf() });
    const folded = page.getByText('More settings').closest('details');
    expect(folded).toContainElement(page.getByLabelText('Steps'));
    expect(folded).not.toContainElement(page.getByLabelText('Seed'));
    expect(folded).not.toContainElement(page.getByText('Policy: standard'));
  });
});

describe('the seed', () => {
  it('explains what a seed is when another text was typed, and the form is not sent', async () => {
    const { page, user, started } = draw(<Composer compact={false} />, { settings: { prompt: 'a dog' } });
    const seed = page.getByRole('textbox', { name: 'Seed' });
    expect(seed).toBeValid();
    expect(seed).toHaveAccessibleDescription(/same picture/);
    await user.type(seed, '-1');
    expect(seed).toBeInvalid();
    expect(seed).toHaveAccessibleDescription('A seed is a whole number from 0 to 4294967295.');
    expect(page.getByText(/A seed is a whole number/)).toHaveClass('complaint');
    await user.click(page.getByRole('button', { name: 'Generate' }));
    expect(started).toEqual([]);
    // The prompt is valid.
    expect(page.getByRole('textbox', { name: 'Prompt' })).not.toHaveFocus();
  });

  it('is chosen at random by a button, which does not send the form', async () => {
    const { page, user, screen, started } = draw(<Composer compact={false} />, {
      settings: { prompt: 'a dog' },
    });
    await user.click(page.getByRole('button', { name: 'Pick a random seed' }));
    expect(screen.settings.value.seed).toMatch(/^\d{1,10}$/);
    expect(started).toEqual([]);
    expect(page.getByRole('textbox', { name: 'Seed' })).toHaveValue(screen.settings.value.seed);
  });
});

it('warns when the guidance scale makes the negative prompt ineffective', () => {
  const { page, change, screen } = draw(<Composer compact={false} />);
  const guidance = page.getByLabelText('Guidance scale');
  change(() => screen.change({ guidanceScale: 1.5 }));
  expect(guidance).not.toHaveAccessibleDescription();
  change(() => screen.change({ guidanceScale: 1 }));
  expect(guidance).toHaveAccessibleDescription('At 1 or below, the negative prompt has no effect.');
});

it('says by how many characters the negative prompt is too long', async () => {
  const prompt = { most: 20, unit: 'characters' } as const;
  const { page, user } = draw(<Composer compact={false} />, { policy: limits({ prompt }) });
  const negative = page.getByRole('textbox', { name: 'Negative prompt' });
  await user.type(negative, 'x'.repeat(20));
  expect(negative).toBeValid();
  await user.type(negative, 'x');
  expect(negative).toBeInvalid();
  expect(negative).toHaveAccessibleDescription(/^1 character too many\./);
});

describe('while a generation runs', () => {
  it('cannot be sent again, and can be cancelled', async () => {
    const { page, user, change, show, cancelled } = draw(<Composer compact={false} />);
    expect(page.getByRole('button', { name: 'Generate' })).toHaveAttribute('aria-disabled', 'false');
    expect(page.queryByRole('button', { name: 'Cancel' })).toBeNull();
    change(() => show(runOf()));
    expect(page.getByRole('button', { name: 'Generate' })).toHaveAttribute('aria-disabled', 'true');
    await user.click(page.getByRole('button', { name: 'Cancel' }));
    expect(cancelled()).toBe(1);
  });

  it('moves the focus to Generate when the focused Cancel button disappears', () => {
    const { page, change, show } = draw(<Composer compact={false} />, { runs: [runOf()] });
    page.getByRole('button', { name: 'Cancel' }).focus();
    change(() => show(doneRun([slotOf('clear')])));
    expect(page.queryByRole('button', { name: 'Cancel' })).toBeNull();
    expect(page.getByRole('button', { name: 'Generate' })).toHaveFocus();
  });

  it('leaves the focus elsewhere where it is', () => {
    const { page, change, show } = draw(<Composer compact={false} />, { runs: [runOf()] });
    page.getByRole('textbox', { name: 'Prompt' }).focus();
    change(() => show(doneRun([slotOf('clear')])));
    expect(page.getByRole('textbox', { name: 'Prompt' })).toHaveFocus();
  });
});

it.each([
  ['MacIntel', '⌘ + Enter'],
  ['Linux x86_64', 'Ctrl + Enter'],
])('shows the shortcut keys of %s', (platform, keys) => {
  vi.stubGlobal('navigator', { ...navigator, platform });
  const { page } = draw(<Composer compact={false} />);
  expect(page.getByText(`Press ${keys} in the prompt to generate`)).toBeInTheDocument();
});
