import { afterEach, expect, it, vi } from 'vitest';
import { INITIAL_SETTINGS } from '../screen/state/settings.ts';
import { browserMemory, tabDraft } from './memory.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  localStorage.clear();
  sessionStorage.clear();
});

it('remembers language and appearance permanently, and the key until the tab is closed', () => {
  const memory = browserMemory();
  expect(memory.read('language')).toBeUndefined();
  memory.write('language', 'ja');
  memory.write('theme', 'dark');
  memory.write('key', 'k3y');
  expect({ ...localStorage }).toEqual({ 'shoji.language': 'ja', 'shoji.theme': 'dark' });
  expect({ ...sessionStorage }).toEqual({ 'shoji.key': 'k3y' });
  expect([memory.read('language'), memory.read('theme'), memory.read('key')]).toEqual(['ja', 'dark', 'k3y']);
});

it('keeps the form for the tab', () => {
  expect(tabDraft.read()).toBeUndefined();
  const form = { ...INITIAL_SETTINGS, prompt: 'half a thought', n: 3 };
  tabDraft.write(form);
  expect(tabDraft.read()).toEqual(form);
  expect(Object.keys(localStorage)).toEqual([]);
  sessionStorage.setItem('shoji.draft', '{');
  expect(tabDraft.read()).toBeUndefined();
});

it('works without remembering when the browser forbids storage', () => {
  const forbidden = {
    getItem: () => {
      throw new Error('SecurityError');
    },
    setItem: () => {
      throw new Error('SecurityError');
    },
  };
  vi.stubGlobal('localStorage', forbidden);
  vi.stubGlobal('sessionStorage', forbidden);
  tabDraft.write(INITIAL_SETTINGS);
  expect(tabDraft.read()).toBeUndefined();
  const memory = browserMemory();
  memory.write('theme', 'dark');
  expect(memory.read('theme')).toBeUndefined();
});
