import { afterAll, beforeAll, expect, it } from 'vitest';
import { parsePolicy } from '../../packages/extension/src/screen/client/policy.ts';
import { type ExtensionBrowser, launchExtension } from './chromium-extension.ts';
import { bytesOf, openForFirstLetter } from './first-letter.ts';

/**
 * Bytes after gzip, of all files that are requested before the first letter can be typed: 50.9 kB in English and 52.7 kB
 * in Japanese, when this limit was set.
 */
const MOST_BYTES = 53_000;

let extension: ExtensionBrowser;
beforeAll(async () => {
  extension = await launchExtension();
});
afterAll(() => extension.close());

it.each(['en', 'ja'])(
  'the popup loads little before the first letter, and one language (%s)',
  async (language) => {
    // As somebody leaves it who uses Shoji: with settings, a form that was begun, and a policy that is known.
    const origin = 'http://127.0.0.1:1';
    await extension.prefer({ origin, language, theme: 'dark', negatives: ['rain'] });
    await extension.desk.evaluate(
      async ({ policy, draft }) => {
        await chrome.storage.local.set({ policy });
        await chrome.storage.session.set({ 'draft.popup': draft });
      },
      {
        policy: { origin, facts: parsePolicy('{"name":"strict"}') },
        draft: { prompt: 'a dog', n: 3 },
      },
    );
    const { first, later } = await openForFirstLetter(extension);
    expect(first.has('/popup/index.html')).toBe(true);
    expect([...first.keys()].filter((path) => path.includes(`/${language}-`))).not.toEqual([]);
    const other = language === 'en' ? 'ja' : 'en';
    expect([...first.keys(), ...later.keys()].filter((path) => path.includes(`/${other}-`))).toEqual([]);
    expect(bytesOf(first), JSON.stringify([...first], undefined, 1)).toBeLessThan(MOST_BYTES);
  },
);
