import { beforeEach, describe, expect, it } from 'vitest';
import { fakeBrowser } from '../testing/fake-browser.ts';

const { parsePreferences } = await import('../storage/preferences.ts');
const { changeKey, changePreferences, storedMemory, written } = await import('./memory.ts');

let browser: ReturnType<typeof fakeBrowser>;
beforeEach(() => {
  browser = fakeBrowser();
});

describe('what the screen remembers', () => {
  it('is the stored settings, with the browser’s language by default', () => {
    const memory = storedMemory(parsePreferences({ theme: 'dark' }), 'k3y');
    expect([memory.read('theme'), memory.read('key')]).toEqual(['dark', 'k3y']);
    expect(memory.read('language')).toBe(navigator.language.startsWith('ja') ? 'ja' : 'en');
    expect(storedMemory(parsePreferences({ language: 'ja' }), '').read('language')).toBe('ja');
  });

  it('is the key as long as the settings say, also when they change', () => {
    const memory = storedMemory(parsePreferences({}), 'k3y');
    expect(memory.keyKept()).toBe('browser');
    memory.learn(parsePreferences({ rememberKey: true }));
    expect(memory.keyKept()).toBe('disk');
    expect(storedMemory(parsePreferences({ rememberKey: true }), '').keyKept()).toBe('disk');
  });

  it('is written only when it is a choice', async () => {
    const memory = storedMemory(parsePreferences({ theme: 'dark', language: 'ja' }), 'k3y');
    memory.write('theme', 'dark');
    memory.write('language', 'ja');
    memory.write('key', 'k3y');
    await written();
    expect(browser.state.stored.local).toEqual({});
    expect(browser.state.stored.session).toEqual({});
  });

  it.each([
    ['theme', 'light', { theme: 'light', language: 'ja' }],
    ['language', 'en', { theme: 'dark', language: 'en' }],
  ] as const)('is written beside what was set already (%s)', async (name, value, expected) => {
    const set = parsePreferences({ theme: 'dark', language: 'ja', notify: true });
    browser.state.stored.local.preferences = set;
    const memory = storedMemory(set, '');
    memory.write(name, value);
    expect(memory.read(name)).toBe(value);
    await written();
    expect(browser.state.stored.local.preferences).toMatchObject({ ...expected, notify: true });
  });

  it('is the own negative prompts, as a list', async () => {
    const memory = storedMemory(parsePreferences({ negatives: ['rain'] }), '');
    expect(memory.read('negatives')).toBe('["rain"]');
    memory.write('negatives', '["rain"]');
    await written();
    expect(browser.state.stored.local).toEqual({});
    memory.write('negatives', '["fog","rain"]');
    await written();
    expect(browser.state.stored.local.preferences).toMatchObject({ negatives: ['fog', 'rain'] });
    expect(memory.learn(parsePreferences({ negatives: ['snow'] })).negatives).toEqual(['snow']);
    expect(memory.read('negatives')).toBe('["snow"]');
  });

  it('takes over a change from another surface, and does not write it again', async () => {
    const memory = storedMemory(parsePreferences({ theme: 'dark', language: 'ja' }), '');
    expect(memory.learn(parsePreferences({ theme: 'light', language: 'en' }))).toEqual({
      theme: 'light',
      language: 'en',
      negatives: [],
    });
    expect(memory.read('theme')).toBe('light');
    memory.write('theme', 'light');
    memory.write('language', 'en');
    await written();
    expect(browser.state.stored.local).toEqual({});
  });
});

describe('the key', () => {
  it.each([
    [false, undefined],
    [true, 'k3y'],
  ])('is kept beyond the session only on request (%s)', async (rememberKey, remembered) => {
    browser.state.stored.local.preferences = parsePreferences({ rememberKey });
    storedMemory(parsePreferences({}), '').write('key', 'k3y');
    await written();
    expect(browser.state.stored.session.key).toBe('k3y');
    expect(browser.state.stored.local.key).toBe(remembered);
  });

  it('is removed from storage when the field is emptied', async () => {
    Object.assign(browser.state.stored.local, {
      preferences: parsePreferences({ rememberKey: true }),
      key: 'k3y',
    });
    browser.state.stored.session.key = 'k3y';
    await changeKey('');
    expect(browser.state.stored.local.key).toBeUndefined();
    expect(browser.state.stored.session.key).toBeUndefined();
  });
});

it('keeps both of two simultaneous changes, and reports when both are stored', async () => {
  void changePreferences({ theme: 'dark' });
  void changePreferences({ notify: true });
  await written();
  expect(browser.state.stored.local.preferences).toMatchObject({ theme: 'dark', notify: true });
});

it('keeps writing after a change that could not be written', async () => {
  const storage = Object.getOwnPropertyDescriptor(globalThis, 'browser')?.value.storage.local;
  const { set } = storage;
  storage.set = () => Promise.reject(new Error('quota'));
  await expect(changePreferences({ theme: 'dark' })).rejects.toThrow('quota');
  await written();
  storage.set = set;
  await changePreferences({ theme: 'light' });
  expect(browser.state.stored.local.preferences).toMatchObject({ theme: 'light' });
});
