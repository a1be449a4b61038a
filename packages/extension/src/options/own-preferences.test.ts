import { beforeEach, expect, it } from 'vitest';
import { parsePreferences } from '../storage/preferences.ts';
import { fakeBrowser } from '../testing/fake-browser.ts';

const browser = fakeBrowser({ held: true });
const { preferences } = await import('../storage/values.ts');
const { changePreferences } = await import('../surface/memory.ts');
const { ownPreferences } = await import('./own-preferences.ts');

beforeEach(async () => {
  void preferences.write(undefined);
  await browser.answer();
});

it('take effect at once, and two changes in the same moment are both kept', async () => {
  const own = ownPreferences(parsePreferences(undefined));
  const portrait = { name: 'portrait', width: 512, height: 768 } as const;
  void own.change({ defaults: { ...own.shown.peek().defaults, size: portrait } });
  void own.change({ defaults: { ...own.shown.peek().defaults, n: 3 } });
  expect(own.shown.peek().defaults).toMatchObject({ size: portrait, n: 3 });
  await browser.answer();
  expect(parsePreferences(browser.state.stored.local.preferences).defaults).toMatchObject({
    size: portrait,
    n: 3,
  });
  expect(own.shown.peek().defaults).toMatchObject({ size: portrait, n: 3 });
});

it('follow a change from another surface, and keep the changes made here', async () => {
  const own = ownPreferences(parsePreferences(undefined));
  void own.change({ notify: true });
  void changePreferences({ language: 'ja' });
  await browser.answer();
  expect(parsePreferences(browser.state.stored.local.preferences)).toMatchObject({
    notify: true,
    language: 'ja',
  });
  expect(own.shown.peek()).toMatchObject({ notify: true, language: 'ja' });
});

it('show the value chosen here when an older change is reported late', async () => {
  const own = ownPreferences(parsePreferences(undefined));
  await browser.answer();
  void own.change({ notify: true });
  void preferences.write(parsePreferences({ language: 'ja' }));
  expect(own.shown.peek()).toMatchObject({ notify: true, language: 'ja' });
  await browser.answer();
});
