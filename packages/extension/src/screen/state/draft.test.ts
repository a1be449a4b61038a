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

it.each([
  ['negativePrompt', 7],
  ['size', { name: 'square', width: 0, height: 512 }],
  ['size', { name: 'round', width: 512, height: 512 }],
  ['n', 5],
  ['n', 1.5],
  ['steps', 0],
  ['guidanceScale', 20.5],
  ['model', 7],
  ['sampler', null],
  ['scheduler', 7],
  ['loras', [{ name: 'clay', weight: 4.1 }]],
  ['loras', [{ name: '', weight: 1 }]],
  ['loras', { name: 'clay', weight: 1 }],
  ['seed', '1'.repeat(15)],
  ['image', { b64: '', strength: 0.5 }],
  ['image', { b64: 'AAAA', strength: 1.1 }],
  ['image', { b64: 'A'.repeat(4_000_001), strength: 0.5 }],
])('reads a draft with an unreadable %s (%j) without that', (name, value) => {
  const form = { ...INITIAL_SETTINGS, prompt: 'a dog' };
  expect(parseDraft({ ...form, [name]: value })).toEqual(form);
});

it('reads the picture to start from, at either end of its strength', () => {
  for (const strength of [0, 1]) {
    const form = { ...INITIAL_SETTINGS, prompt: 'a dog', image: { b64: 'AAAA', strength } };
    expect(parseDraft(form)).toEqual(form);
  }
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
