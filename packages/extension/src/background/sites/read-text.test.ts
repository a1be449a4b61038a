import { presets } from '@shoji/core';
import { beforeEach, describe, expect, it } from 'vitest';
import { fakeBrowser } from '../../testing/fake-browser.ts';

const { parsePolicy } = await import('../../screen/client/policy.ts');
const { applied } = await import('../../screen/prompt/applied.ts');
const { DEFAULT_ORIGIN } = await import('../../storage/preferences.ts');
const { lint } = await import('./lint.ts');
const { readText, refuseText } = await import('./read-text.ts');

let browser: ReturnType<typeof fakeBrowser>;
beforeEach(() => {
  browser = fakeBrowser();
  know({});
});

/** Stores an answer of `GET /v1/policy`. */
function know(changes: object, origin = DEFAULT_ORIGIN): void {
  const json = JSON.stringify({
    name: 'standard',
    explain: 'span',
    prompt: presets.standard.prompt,
    checks: [{ name: 'rules', on: 'prompt' }],
    ...changes,
  });
  browser.state.stored.local.policy = { origin, facts: parsePolicy(json) };
}
const read = (text: string, language: 'en' | 'ja' = 'en') => readText(text, lint, language);

describe('the text of a box', () => {
  it('is read with the policy that is known, in the person’s language', async () => {
    expect(await read('a sexy woman')).toMatchObject({
      language: 'en',
      theme: 'system',
      title: 'Concerns of the policy',
      open: 'Shoji: 1 concern about this text (Ctrl + .)',
      concerns: [
        {
          decision: 'warn',
          effect: expect.stringContaining('“sexy”'),
          reason: expect.stringContaining('suggestive'),
          spans: [[2, 6]],
        },
      ],
    });
    const japanese = await read('セクシーな女性', 'ja');
    expect(japanese.language).toBe('ja');
    expect(japanese.concerns[0]?.effect).toContain('セクシー');
  });

  it('is offered in words that the policy does not object to', async () => {
    const text = 'a sexy woman';
    const { concerns } = await read(text);
    const offered = concerns.flatMap(({ rewordings }) => rewordings);
    expect(offered.map(({ label }) => label)).toEqual([
      '“elegant”',
      '“confident”',
      '“stylish”',
      'Leave it out',
    ]);
    for (const change of offered) expect((await read(applied(text, change))).concerns).toEqual([]);
  });

  it('says which of several words a rewording is for, and offers each once', async () => {
    const { concerns } = await read('sexy, sexy and seductive');
    const labels = concerns.flatMap(({ rewordings }) => rewordings).map(({ label }) => label);
    expect(labels.filter((label) => label === 'sexy → “elegant”')).toHaveLength(1);
    expect(new Set(labels).size).toBe(labels.length);
  });

  it('has no underlines where the policy names only the category', async () => {
    know({ explain: 'category' });
    const { concerns } = await read('a sexy woman');
    expect(concerns).toMatchObject([{ spans: [], rewordings: [] }]);
    expect(concerns[0]?.effect).not.toContain('sexy');
  });

  it.each([
    ['of another proxy', () => know({}, 'http://127.0.0.1:9')],
    ['that is not published', () => know({ explain: 'none' })],
    [
      'that cannot be read',
      () =>
        void Object.assign(browser.state.stored.local, {
          policy: { origin: DEFAULT_ORIGIN, facts: { name: 7 } },
        }),
    ],
  ])('has no concerns under a policy %s', async (_, arrange) => {
    arrange();
    expect((await read('a sexy woman')).concerns).toEqual([]);
  });
});

it('a text that is too long is refused with the reason, in the person’s language', async () => {
  expect(await refuseText('tooLong', 'en')).toEqual({
    language: 'en',
    theme: 'system',
    close: 'Close',
    title: 'This text is not checked',
    open: 'Shoji: this text is not checked (Ctrl + .)',
    unread: 'It has more than 20,000 characters. Shoji checks texts up to that length only.',
    concerns: [],
  });
  const japanese = await refuseText('tooLong', 'ja');
  expect(japanese.unread).toContain('20,000 文字');
  expect(japanese.title).toBe('この文章は検査していません');
});

it('a text with more readings than can be checked is refused with the reason', async () => {
  const signs = 'a dog '.padEnd(400, '@$$!+ ');
  expect(await read(signs)).toMatchObject({
    title: 'This text is not checked',
    unread: expect.stringContaining('more readings than Shoji can check'),
    concerns: [],
  });
  expect((await read(signs, 'ja')).unread).toContain('検査できる数を超えています');
});
