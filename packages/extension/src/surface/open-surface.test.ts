import { signal } from '@preact/signals';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeBrowser } from '../testing/fake-browser.ts';
import { serveProxy } from '../testing/proxy.test-helper.ts';
import { doneRun, runOf, slotOf } from '../testing/runs.ts';

const { parsePolicy } = await import('../screen/client/policy.ts');
const { INITIAL_SETTINGS } = await import('../screen/state/settings.ts');
const { parsePreferences } = await import('../storage/preferences.ts');
const { drafts, offered, preferences, sessionKey } = await import('../storage/values.ts');
const { changePreferences } = await import('./memory.ts');
const { dressDocument, openSurface } = await import('./open-surface.ts');
const { proxy } = await import('./proxy.ts');

let browser: ReturnType<typeof fakeBrowser>;
let origin: string;
let asked: { readonly path: string }[];
/** The name of the proxy's policy; empty for a proxy that does not publish it. */
let name: string;
beforeEach(async () => {
  browser = fakeBrowser();
  proxy.value = { state: 'looking' };
  name = 'strict';
  const served = await serveProxy({ '/v1/policy': () => (name ? { body: { name } } : { status: 401 }) });
  ({ origin, asked } = served);
  browser.state.granted.add('http://127.0.0.1/*');
  await preferences.write(parsePreferences({ origin }));
});

let opened = 0;
// A surface looks for its proxy after it was opened; the server of a later test must not hear that.
afterEach(async () => {
  await expect
    .poll(() => asked.filter(({ path }) => path === '/v1/policy').length)
    .toBeGreaterThanOrEqual(opened);
  opened = 0;
});

const runs = signal([runOf()]);
async function open(surface: 'popup' | 'sidepanel' = 'popup') {
  runs.value = [];
  opened++;
  const screen = await openSurface(
    Promise.resolve({ runs, start: () => undefined, cancel: () => undefined }),
    surface,
  );
  const looked = (times: number) =>
    expect.poll(() => asked.filter(({ path }) => path === '/v1/policy').length).toBe(times);
  return { screen, looked };
}

describe('a surface opens', () => {
  it('with the default values, and the chosen language and appearance', async () => {
    await preferences.write({
      ...parsePreferences({ origin, language: 'ja', theme: 'dark' }),
      defaults: { ...parsePreferences({}).defaults, n: 3, negativePrompt: 'rain' },
    });
    const { screen } = await open();
    expect([screen.language.value, screen.theme.value]).toEqual(['ja', 'dark']);
    expect(screen.settings.value).toMatchObject({ n: 3, negativePrompt: 'rain', prompt: '' });
  });

  it('with the stored draft, which precedes the default values', async () => {
    await drafts.popup.write({
      ...INITIAL_SETTINGS,
      prompt: 'half a',
      seed: '7',
      n: 4,
    });
    const { screen } = await open();
    expect(screen.settings.value).toMatchObject({ prompt: 'half a', seed: '7', n: 4 });
  });

  it('with the last known policy before the proxy answers, and then with the current one', async () => {
    browser.state.stored.local.policy = { origin, facts: parsePolicy('{"name":"of yesterday"}') };
    const { screen } = await open();
    expect(screen.policy.value?.name).toBe('of yesterday');
    await expect.poll(() => screen.policy.value?.name).toBe('strict');
    expect(proxy.value).toEqual({ state: 'connected' });
  });

  it('with core’s rules for checking the prompt', async () => {
    const { screen } = await open();
    await expect.poll(() => screen.policy.value?.name).toBe('strict');
    screen.policy.value = {
      ...screen.policy.value,
      ...{ name: 'p', reveal: false, generator: undefined, limits: screen.limits.value },
      uncovered: { prompt: [], image: [] },
      prompt: { thresholds: { suggestive: { warn: 0.5 } }, namesWords: true, checks: ['rules'] },
    };
    screen.change({ prompt: 'a sexy woman' });
    await expect.poll(() => screen.linting.concerns.value).toMatchObject([{ category: 'suggestive' }]);
  });
});

describe('the form', () => {
  it('is stored at every change, and not before the first one', async () => {
    const { screen } = await open();
    expect(browser.state.stored.session['draft.popup']).toBeUndefined();
    screen.change({ prompt: 'a dog' });
    expect(browser.state.stored.session['draft.popup']).toMatchObject({ prompt: 'a dog' });
    screen.change({ prompt: '' });
    expect(browser.state.stored.session['draft.popup']).toMatchObject({ prompt: '' });
  });

  it('takes the prompt that a page offers once and whole, and can restore the replaced form', async () => {
    await offered.write({ by: 'page', prompt: 'words of a page' });
    const { screen } = await open();
    await expect.poll(() => screen.settings.value.prompt).toBe('words of a page');
    expect(browser.state.stored.session.offered).toBeUndefined();
    await offered.write({ by: 'page', prompt: 'x'.repeat(10_001) });
    expect(screen.settings.value.prompt).toHaveLength(10_001);
    screen.undoFill();
    expect(screen.settings.value.prompt).toBe('words of a page');
  });

  it('of the panel takes over the popup’s draft, and the popup does not', async () => {
    const { screen: popup } = await open('popup');
    const { screen: panel } = await open('sidepanel');
    panel.change({ prompt: 'typed in the panel' });
    popup.change({ prompt: 'typed in the popup', n: 4 });
    await offered.write({ by: 'popup', form: { ...popup.settings.value, prompt: 'handed over' } });
    expect(panel.settings.value).toMatchObject({ prompt: 'handed over', n: 4 });
    expect(popup.settings.value.prompt).toBe('typed in the popup');
    panel.undoFill();
    expect(panel.settings.value.prompt).toBe('typed in the panel');
  });

  it('of the panel is ready for a picture when the popup leaves that to the panel', async () => {
    const { screen: panel } = await open('sidepanel');
    const form = { ...panel.settings.value, prompt: 'handed over' };
    await offered.write({ by: 'popup', form });
    expect(panel.choosing.value).toBe(false);
    await offered.write({ by: 'popup', form, wants: 'picture' });
    expect([panel.settings.value.prompt, panel.choosing.value]).toEqual(['handed over', true]);
    panel.generate();
    expect(panel.choosing.value).toBe(false);
    await offered.write({ by: 'popup', form, wants: 'picture' });
    await offered.write({ by: 'page', prompt: 'words of a page' });
    expect(panel.choosing.value).toBe(false);
  });

  it('of one surface is separate from that of another', async () => {
    const { screen: popup } = await open('popup');
    const { screen: panel } = await open('sidepanel');
    popup.change({ prompt: 'in the popup' });
    panel.change({ prompt: 'in the panel' });
    expect((await open('popup')).screen.settings.value.prompt).toBe('in the popup');
    expect((await open('sidepanel')).screen.settings.value.prompt).toBe('in the panel');
  });
});

describe('a surface follows the others', () => {
  it('in language and appearance, without writing them again', async () => {
    const { screen } = await open();
    await changePreferences({ language: 'ja', theme: 'dark' });
    await expect.poll(() => [screen.language.value, screen.theme.value]).toEqual(['ja', 'dark']);
    screen.theme.value = 'light';
    await expect.poll(() => browser.state.stored.local.preferences).toMatchObject({ theme: 'light' });
  });

  it('by reading the policy when the address of its proxy changes, and only then', async () => {
    const { looked, screen } = await open();
    await looked(1);
    await changePreferences({ notify: true });
    const other = await serveProxy({ '/v1/policy': { body: { name: 'other' } } });
    await changePreferences({ origin: other.origin });
    await expect.poll(() => screen.policy.value?.name).toBe('other');
    expect(asked.filter(({ path }) => path === '/v1/policy')).toHaveLength(1);
  });

  it.each([
    ['the key changes', () => sessionKey.write('k3y')],
    ['a permission comes', () => browser.permissionAdded.tell({})],
    ['a permission goes', () => browser.permissionRemoved.tell({})],
  ])('by reading the policy again when %s', async (_, happens) => {
    const { looked } = await open();
    await looked(1);
    await happens();
    await looked(2);
  });

  it('by reading the policy again after an unreachable proxy has answered', async () => {
    name = '';
    const { screen, looked } = await open();
    await expect
      .poll(() => proxy.value)
      .toEqual({
        state: 'failed',
        origin,
        failure: { kind: 'key-missing', status: 401 },
      });
    const before = asked.length;
    name = 'strict';
    runs.value = [runOf()];
    runs.value = [doneRun([slotOf('clear')])];
    await expect.poll(() => screen.policy.value?.name).toBe('strict');
    expect(asked.length).toBeGreaterThan(before);
    void looked;
  });
});

it('by giving the document the screen’s language and appearance', () => {
  const documentElement = { lang: '', dataset: { theme: '' } };
  vi.stubGlobal('document', { documentElement });
  const screen = { language: signal<'en' | 'ja'>('en'), theme: signal<'light' | 'dark' | 'system'>('dark') };
  dressDocument(screen);
  expect(documentElement).toEqual({ lang: 'en', dataset: { theme: 'dark' } });
  screen.language.value = 'ja';
  screen.theme.value = 'system';
  expect(documentElement).toEqual({ lang: 'ja', dataset: { theme: 'system' } });
  vi.unstubAllGlobals();
});
