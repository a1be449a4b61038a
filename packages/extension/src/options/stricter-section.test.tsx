import { CATEGORIES } from '@shoji/core';
import { PHRASES } from '@shoji/core/phrases';
import { within } from '@testing-library/preact';
import { expect, it } from 'vitest';
import { parsePreferences } from '../storage/preferences.ts';
import { draw } from '../testing/draw.tsx';
import { preferencesOf } from '../testing/own-preferences.ts';
import { StricterSection } from './stricter-section.tsx';

const { names } = PHRASES.en;
const { stricter } = parsePreferences({});

it('offers the categories that the policy shows and that a check can detect', () => {
  const { page } = draw(<StricterSection own={preferencesOf().own} />);
  const group = page.getByRole('group', { name: 'Blur pictures that may show' });
  const offered = within(group)
    .getAllByRole('checkbox')
    .map((box) => document.querySelector(`label[for="${box.id}"]`)?.textContent);
  const notOffered = ['sexual-minors', 'real-person', 'blocked', 'minor', 'face', 'toxicity'];
  const kept = CATEGORIES.filter((category) => !notOffered.includes(category));
  expect(offered).toEqual(kept.map((category) => names[category]));
});

it('shows the stored choices', () => {
  const wished = { everything: true, neverReveal: false, categories: ['violence' as const] };
  const { page } = draw(<StricterSection own={preferencesOf({ stricter: wished }).own} />);
  expect(page.getByRole('checkbox', { name: 'Blur every picture until I reveal it' })).toBeChecked();
  expect(page.getByRole('checkbox', { name: 'Never reveal blurred pictures' })).not.toBeChecked();
  expect(page.getByRole('checkbox', { name: names.violence })).toBeChecked();
  expect(page.getByRole('checkbox', { name: names.hate })).not.toBeChecked();
});

it('saves each choice and keeps the others', async () => {
  const { own, saved } = preferencesOf();
  const { page, user } = draw(<StricterSection own={own} />);
  await user.click(page.getByRole('checkbox', { name: 'Blur every picture until I reveal it' }));
  expect(saved.at(-1)).toEqual({ stricter: { ...stricter, everything: true } });
  await user.click(page.getByRole('checkbox', { name: 'Never reveal blurred pictures' }));
  expect(saved.at(-1)).toEqual({ stricter: { ...stricter, everything: true, neverReveal: true } });
  await user.click(page.getByRole('checkbox', { name: names.violence }));
  await user.click(page.getByRole('checkbox', { name: names.hate }));
  expect(saved.at(-1)?.stricter?.categories).toEqual(['violence', 'hate']);
  await user.click(page.getByRole('checkbox', { name: names.violence }));
  expect(saved.at(-1)).toEqual({
    stricter: { everything: true, neverReveal: true, categories: ['hate'] },
  });
});

it('says that it can only blur more', () => {
  const { page } = draw(<StricterSection own={preferencesOf().own} />, { language: 'ja' });
  expect(page.getByRole('region', { name: 'もっとぼかす' })).toHaveTextContent(
    'ぼかしを増やせますが、減らせません。',
  );
});
