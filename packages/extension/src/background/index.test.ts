import 'fake-indexeddb/auto';
import { beforeAll, describe, expect, it } from 'vitest';
import { fakeBrowser } from '../testing/fake-browser.ts';
import { serveProxy } from '../testing/proxy.test-helper.ts';
import { INPUT } from '../testing/runs.ts';

// One background for all tests, as in the browser; it starts with a run that an earlier background did not finish.

const { startRun } = await import('../screen/state/run.ts');
const { parsePreferences } = await import('../storage/preferences.ts');
const { currentRun, imageCheck } = await import('../storage/picture-values.ts');

const browser = fakeBrowser();
const { session, local } = browser.state.stored;
const own = { id: 'shoji', url: 'extension://shoji/popup/index.html' };
const badge = () => browser.given('action.setBadgeText').at(-1);

beforeAll(async () => {
  await currentRun.write(startRun(1, INPUT));
  await import('./index.ts');
});

/** A connection to the background, as a surface holds it. */
function port(sender: object = own, name = 'surface') {
  const state = { closed: false, leave: () => undefined as unknown };
  browser.connect.tell({
    name,
    sender,
    disconnect() {
      state.closed = true;
    },
    onDisconnect: {
      addListener(listener: () => unknown) {
        state.leave = listener;
      },
    },
  });
  return state;
}

describe('a background that starts', () => {
  it('reports the unfinished run of an earlier background as lost', async () => {
    await expect.poll(() => session.run).toMatchObject({ phase: 'failed', failure: { kind: 'lost' } });
    await expect.poll(badge).toEqual({ text: '!' });
  });

  it('adds its menu entries when the extension is installed', async () => {
    browser.installed.tell();
    await expect.poll(() => browser.given('contextMenus.create')).toHaveLength(3);
  });
});

describe('messages', () => {
  it.each([
    ['a page', { type: 'cancel' }, { id: 'shoji', url: 'https://shoji.example/' }],
    ['another extension', { type: 'cancel' }, { id: 'other', url: own.url }],
    ['our surface, for something else', { type: 'delete' }, own],
  ])('are not accepted from %s', (_, message, sender) => {
    expect(browser.message.tell(message, sender)).toEqual([undefined]);
  });

  it('are accepted from the extension’s surfaces', async () => {
    await expect(Promise.all(browser.message.tell({ type: 'cancel' }, own))).resolves.toEqual([undefined]);
  });

  it('of content scripts are answered for the site of their page, and only there', async () => {
    const page = { id: 'shoji', url: 'https://example.com/a', origin: 'https://example.com', tab: { id: 1 } };
    const ask = async (sender: object) =>
      (await Promise.all(browser.message.tell({ type: 'site-features' }, sender)))[0];
    local.sites = { 'https://example.com/*': { textBoxes: true, pictures: false } };
    expect(await ask(page)).toEqual({ textBoxes: false, pictures: false });
    browser.state.granted.add('https://example.com/*');
    expect(await ask(page)).toEqual({ textBoxes: true, pictures: false });
    expect(await ask({ ...page, origin: 'https://other.example' })).toEqual({
      textBoxes: false,
      pictures: false,
    });
    expect(await ask({ ...page, tab: undefined })).toBeUndefined();
    expect(browser.message.tell({ type: 'read-text' }, page)).toEqual([undefined]);
    const judge = { type: 'judge-picture', url: 'https://example.com/a.png' };
    expect(await Promise.all(browser.message.tell(judge, page))).toEqual([undefined]);
    browser.state.granted.clear();
  });

  it('of content scripts cover the pictures of their frame, and of no other', async () => {
    const page = { id: 'shoji', url: 'https://example.com/a', frameId: 3, tab: { id: 1 } };
    const cover = (sender: object) =>
      Promise.all(browser.message.tell({ type: 'cover-frame' }, { ...page, ...sender }));
    browser.state.granted.add('https://example.com/*');
    local.sites = { 'https://example.com/*': { textBoxes: true, pictures: false } };
    await cover({});
    local.sites = { 'https://example.com/*': { textBoxes: false, pictures: true } };
    await cover({ frameId: undefined });
    await cover({ tab: {} });
    expect(browser.given('scripting.insertCSS')).toEqual([]);
    expect(await cover({})).toEqual([undefined]);
    expect(browser.given('scripting.insertCSS')).toEqual([
      { target: { tabId: 1, frameIds: [3] }, files: ['sites/pictures.css'], origin: 'USER' },
    ]);
    browser.state.granted.clear();
  });

  it('of content scripts open the panel for their site, or the settings', async () => {
    const page = { id: 'shoji', url: 'https://example.com/a', tab: { id: 1, windowId: 7 } };
    const opened = browser.calls('sidebarAction.open').length;
    await Promise.all(browser.message.tell({ type: 'show-site' }, page));
    expect(browser.calls('sidebarAction.open')).toHaveLength(opened + 1);
    expect(session.site).toBe('https://example.com/*');
    expect(browser.calls('runtime.openOptionsPage')).toHaveLength(0);
    await Promise.all(browser.message.tell({ type: 'show-site' }, { ...page, tab: {} }));
    await expect.poll(() => browser.calls('runtime.openOptionsPage')).toHaveLength(1);
  });

  it('are not accepted over a connection of another sender', () => {
    expect(port({ id: 'other', url: own.url }).closed).toBe(true);
    expect(port(own, 'other').closed).toBe(true);
  });
});

describe('a connection whose surface was closed by the browser’s permission prompt', () => {
  it('is finished when access is granted, unless a surface is open', async () => {
    const { origin, asked } = await serveProxy({ '/v1/policy': { body: { name: 'strict' } } });
    local.preferences = { origin };
    browser.state.granted.add('http://127.0.0.1/*');
    session.connecting = { origin, state: 'asking' };
    const surface = port();
    browser.permissionAdded.tell({ origins: ['http://127.0.0.1/*'] });
    await new Promise((resolve) => setImmediate(resolve));
    expect(session.connecting).toEqual({ origin, state: 'asking' });
    surface.leave();
    browser.permissionAdded.tell({ origins: ['http://127.0.0.1/*'] });
    await expect.poll(() => browser.calls('action.openPopup')).toHaveLength(1);
    expect(asked).toHaveLength(1);
    browser.state.granted.clear();
    session.connecting = undefined;
    local.preferences = undefined;
  });
});

describe('the badge', () => {
  it('is removed while an open surface shows the same status', async () => {
    await currentRun.write({ ...startRun(2, INPUT), phase: 'done' });
    const surface = port();
    expect(surface.closed).toBe(false);
    await expect.poll(badge).toEqual({ text: '' });
    surface.leave();
  });
});

describe('a requested run', () => {
  it('is carried out with the key, kept in the history, and shown on the badge when no surface is open', async () => {
    const event = (name: string, data: unknown) => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
    const image = { decision: 'clear', media_type: 'image/png', b64: btoa('pixels'), findings: [] };
    const { origin, asked } = await serveProxy({
      '/v1/generations': {
        headers: { 'content-type': 'text/event-stream' },
        body:
          event('image.screened', { index: 0, image }) +
          event('generation.completed', {
            id: 'gen_1',
            images: [{ decision: 'clear' }],
            warnings: [],
            checks: [],
            attempts: 1,
            seeds: [7],
            timings_ms: {},
          }),
      },
    });
    local.preferences = parsePreferences({ origin });
    session.key = 'k3y';
    browser.message.tell({ type: 'start', input: INPUT }, own);
    await expect.poll(() => session.run).toMatchObject({ phase: 'done', completed: { id: 'gen_1' } });
    expect(asked[0]?.headers.authorization).toBe('Bearer k3y');
    const { images } = await import('../storage/sealing.ts');
    const [run] = await images.runs();
    expect(run).toMatchObject({ phase: 'done', input: INPUT });
    expect(await (await images.shown(run?.number ?? 0, 0, 1))?.shown.text()).toBe('pixels');
    await expect.poll(badge).toEqual({ text: '1' });
    expect(session['history-change']).toEqual(expect.any(String));
  });

  it('is blurred as the creator’s settings say before it is stored', async () => {
    // This environment cannot draw pixels, so a picture that cannot be blurred is withheld.
    const event = (name: string, data: unknown) => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
    const image = { decision: 'clear', media_type: 'image/png', b64: btoa('pixels'), findings: [] };
    const { origin } = await serveProxy({
      '/v1/generations': {
        headers: { 'content-type': 'text/event-stream' },
        body: event('image.screened', { index: 0, image }),
      },
    });
    local.preferences = parsePreferences({ origin, stricter: { everything: true } });
    browser.message.tell({ type: 'start', input: INPUT }, own);
    await expect
      .poll(() => session.run)
      .toMatchObject({ phase: 'failed', slots: [{ status: 'screened', image: { decision: 'withhold' } }] });
  });
});

describe('the context menu', () => {
  it('opens the panel and stores the selected text for it', async () => {
    browser.menuClicked.tell({ menuItemId: 'use-selection', selectionText: 'a dog' }, { windowId: 7 });
    expect(browser.calls('sidebarAction.open').length).toBeGreaterThan(0);
    await expect.poll(() => session.offered).toEqual({ by: 'page', prompt: 'a dog' });
  });

  it('checks a picture, and reports nothing more after the verdict is closed', async () => {
    const { promise: late, resolve } = Promise.withResolvers<void>();
    let seen = false;
    const { origin } = await serveProxy({
      '/a.png': { body: 'a picture' },
      async '/v1/moderations'() {
        seen = true;
        await late;
        return { body: { results: [] } };
      },
    });
    local.preferences = parsePreferences({ origin });
    browser.menuClicked.tell({ menuItemId: 'check-image', srcUrl: `${origin}/a.png` }, {});
    await expect.poll(() => session.check).toMatchObject({ state: 'checking' });
    await expect.poll(() => seen).toBe(true);
    await imageCheck.write(undefined);
    resolve();
    await expect.poll(() => session.check).toBeUndefined();
  });

  it('opens the panel for what can be turned on at a site', async () => {
    browser.menuClicked.tell({ menuItemId: 'this-site', pageUrl: 'https://example.com/a' }, { windowId: 7 });
    await expect.poll(() => session.site).toBe('https://example.com/*');
  });

  it('does nothing for an unknown entry', () => {
    const before = browser.calls('sidebarAction.open').length;
    browser.menuClicked.tell({ menuItemId: 'of-tomorrow' }, { windowId: 7 });
    expect(browser.calls('sidebarAction.open')).toHaveLength(before);
  });
});
