import { beforeEach, describe, expect, it } from 'vitest';
import { fakeBrowser } from '../testing/fake-browser.ts';
import { policyOf } from '../testing/runs.ts';

const values = await import('./values.ts');
const pictures = await import('./picture-values.ts');

let browser: ReturnType<typeof fakeBrowser>;
beforeEach(() => {
  browser = fakeBrowser();
});

describe('values that are kept when the browser is closed', () => {
  it('are the preferences, the policy, and a key that is to be remembered', async () => {
    await values.rememberedKey.write('k3y');
    const known = { origin: 'http://a', facts: policyOf() };
    await values.knownPolicy.write(known);
    expect(browser.state.stored.local).toEqual({ key: 'k3y', policy: known });
    expect(await values.knownPolicy.read()).toEqual(known);
    expect(await values.rememberedKey.read()).toBe('k3y');
  });
});

describe('values that are removed when the browser is closed', () => {
  it('are the key, prompts and everything about runs', async () => {
    await values.sessionKey.write('k3y');
    await values.offered.write({ by: 'page', prompt: 'words' });
    await values.historyChange.write('1');
    await pictures.imageCheck.write({ state: 'checking', host: '' });
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

it.each(['sessionKey', 'rememberedKey', 'offered', 'historyChange', 'knownPolicy'] as const)(
  'are not read from an invalid %s',
  async (name) => {
    for (const area of ['local', 'session'] as const)
      Object.assign(browser.state.stored[area], { key: 7, offered: {}, 'history-change': [], policy: 'x' });
    expect(await values[name].read()).toBeUndefined();
  },
);
