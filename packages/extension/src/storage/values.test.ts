import { beforeEach, describe, expect, it } from 'vitest';
import { fakeBrowser } from '../testing/fake-browser.ts';

const values = await import('./values.ts');

let browser: ReturnType<typeof fakeBrowser>;
beforeEach(() => {
  browser = fakeBrowser();
});

describe('values that are kept when the browser is closed', () => {
  it('are the preferences, the policy, and a key that is to be remembered', async () => {
    await values.rememberedKey.write('k3y');
    await values.cachedPolicyAnswer.write({ origin: 'http://a', json: '{}' });
    expect(browser.state.stored.local).toEqual({ key: 'k3y', policy: { origin: 'http://a', json: '{}' } });
    expect(await values.cachedPolicyAnswer.read()).toEqual({ origin: 'http://a', json: '{}' });
    expect(await values.rememberedKey.read()).toBe('k3y');
  });
});

describe('values that are removed when the browser is closed', () => {
  it('are the key, prompts and everything about runs', async () => {
    await values.sessionKey.write('k3y');
    await values.offered.write({ by: 'page', prompt: 'words' });
    await values.historyChange.write('1');
    await values.imageCheck.write({ state: 'checking', host: '' });
    expect(Object.keys(browser.state.stored.session).sort()).toEqual([
      'check',
      'history-change',
      'key',
      'offered',
    ]);
    expect(browser.state.stored.local).toEqual({});
    expect(await values.offered.read()).toEqual({ by: 'page', prompt: 'words' });
  });
});

it.each(['sessionKey', 'rememberedKey', 'offered', 'historyChange', 'cachedPolicyAnswer'] as const)(
  'are not read from an invalid %s',
  async (name) => {
    for (const area of ['local', 'session'] as const)
      Object.assign(browser.state.stored[area], { key: 7, offered: {}, 'history-change': [], policy: 'x' });
    expect(await values[name].read()).toBeUndefined();
  },
);
