import { signal } from '@preact/signals';
import { expect, it } from 'vitest';
import { keepDraft, parseDraft } from './draft.ts';
import { INITIAL_SETTINGS, type Settings } from './settings.ts';

it('reads a draft unchanged and whole, and ignores an invalid one', () => {
  expect(parseDraft({ prompt: 'half', n: 3 })).toMatchObject({ prompt: 'half', n: 3, steps: 30, seed: '' });
  const long = { ...INITIAL_SETTINGS, prompt: 'x'.repeat(100_000), negativePrompt: 'y'.repeat(20_000) };
  expect(parseDraft(long)).toEqual(long);
  expect(parseDraft({ n: 3 })).toBeUndefined();
});

it('writes the form from the first change on', () => {
  const settings = signal<Settings>(INITIAL_SETTINGS);
  const written: string[] = [];
  keepDraft({ settings }, ({ prompt }) => written.push(prompt));
  settings.value = { ...INITIAL_SETTINGS };
  expect(written).toEqual([]);
  settings.value = { ...INITIAL_SETTINGS, prompt: 'a dog' };
  settings.value = { ...INITIAL_SETTINGS };
  expect(written).toEqual(['a dog', '']);
});
