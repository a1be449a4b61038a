import { expect, it } from 'vitest';
import { draw } from '../../../testing/draw.tsx';
import { NegativeField } from './negative-field.tsx';

const field = (negativePrompt = '', language: 'en' | 'ja' = 'en') =>
  draw(<NegativeField />, { language, settings: { negativePrompt } });

it('adds a common preset by one press, and takes it out by another', async () => {
  const { page, user, screen } = field('rain');
  const flaws = page.getByRole('button', { name: 'Flaws' });
  expect(page.getByRole('group', { name: 'Add to the negative prompt' })).toContainElement(flaws);
  expect(flaws).toHaveAttribute('aria-pressed', 'false');
  expect(flaws).toHaveAttribute('title', expect.stringContaining('blurry'));
  await user.click(flaws);
  expect(screen.settings.value.negativePrompt).toMatch(/^rain, blurry, /);
  expect(flaws).toHaveAttribute('aria-pressed', 'true');
  await user.click(flaws);
  expect(screen.settings.value.negativePrompt).toBe('rain');
});

it('keeps what was typed as an own preset, offers it later, and forgets it', async () => {
  const { page, user, screen, memory } = field('rain, fog');
  await user.click(page.getByRole('button', { name: 'Keep as a preset' }));
  expect(page.queryByRole('button', { name: 'Keep as a preset' })).toBeNull();
  expect(memory.get('negatives')).toBe('["rain, fog"]');
  await user.clear(page.getByRole('textbox', { name: 'Negative prompt' }));
  await user.click(page.getByRole('button', { name: 'rain, fog' }));
  expect(screen.settings.value.negativePrompt).toBe('rain, fog');
  await user.click(page.getByRole('button', { name: 'Remove the preset “rain, fog”' }));
  expect(memory.get('negatives')).toBe('[]');
  expect(page.queryByRole('button', { name: 'rain, fog' })).toBeNull();
});

it('offers to keep only what is not a preset yet', async () => {
  const { page, user } = field();
  const keep = () => page.queryByRole('button', { name: 'Keep as a preset' });
  expect(keep()).toBeNull();
  await user.click(page.getByRole('button', { name: 'Anatomy' }));
  expect(keep()).toBeNull();
});

it('is shown in Japanese, with the words that the models read', async () => {
  const { page, user, screen } = field('', 'ja');
  await user.click(page.getByRole('button', { name: '文字・透かし' }));
  expect(screen.settings.value.negativePrompt).toBe('text, watermark, signature, logo');
});
