import { afterEach, expect, it, vi } from 'vitest';
import { browserMemory } from './memory.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  localStorage.clear();
  sessionStorage.clear();
});

it('remembers language and appearance for good, and the key until the tab is closed', () => {
  const memory = browserMemory();
  expect(memory.read('language')).toBeUndefined();
  memory.write('language', 'ja');
  memory.write('theme', 'dark');
  memory.write('key', 'k3y');
  expect({ ...localStorage }).toEqual({ 'shoji.language': 'ja', 'shoji.theme': 'dark' });
  expect({ ...sessionStorage }).toEqual({ 'shoji.key': 'k3y' });
  expect([memory.read('language'), memory.read('theme'), memory.read('key')]).toEqual(['ja', 'dark', 'k3y']);
});

it('only forgets where the browser forbids storage', () => {
  const forbidden = {
    getItem: () => {
      throw new Error('SecurityError');
    },
    setItem: () => {
      throw new Error('SecurityError');
    },
  };
  vi.stubGlobal('localStorage', forbidden);
  const memory = browserMemory();
  memory.write('theme', 'dark');
  expect(memory.read('theme')).toBeUndefined();
});
