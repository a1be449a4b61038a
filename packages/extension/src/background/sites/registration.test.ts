import { beforeEach, describe, expect, it } from 'vitest';
import { fakeBrowser } from '../../testing/fake-browser.ts';

const { registerScripts } = await import('./registration.ts');

const SITE = 'https://example.com/*';
const OTHER = 'https://other.example/*';
let browser: ReturnType<typeof fakeBrowser>;
beforeEach(() => {
  browser = fakeBrowser();
});

/** Registers with these sites turned on; the browser gives access to `granted`. */
async function register(on: readonly string[], granted: readonly string[] = on): Promise<void> {
  browser.state.granted.clear();
  for (const pattern of granted) browser.state.granted.add(pattern);
  browser.state.stored.local.sites = Object.fromEntries(
    on.map((site) => [site, { textBoxes: true, pictures: false }]),
  );
  await registerScripts();
}

describe('content scripts', () => {
  it('are registered for the sites that are on, in all their frames', async () => {
    await register([SITE]);
    expect(browser.given('scripting.registerContentScripts')).toEqual([
      {
        id: 'textBoxes',
        matches: [SITE],
        js: ['sites/text-boxes.js'],
        runAt: 'document_idle',
        allFrames: true,
        matchOriginAsFallback: true,
      },
    ]);
    await register([SITE, OTHER]);
    expect(browser.given('scripting.updateContentScripts')).toMatchObject([{ matches: [SITE, OTHER] }]);
  });

  it('are not registered for a site that the browser does not let the extension read, which is forgotten', async () => {
    await register([SITE, OTHER], [OTHER]);
    expect(browser.state.scripts.get('textBoxes')).toMatchObject({ matches: [OTHER] });
    expect(browser.state.stored.local.sites).toEqual({ [OTHER]: { textBoxes: true, pictures: false } });
  });

  it('are taken away with the last site', async () => {
    await register([SITE]);
    await register([]);
    expect(browser.state.scripts.size).toBe(0);
    await register([]);
    expect(browser.calls('scripting.registerContentScripts')).toHaveLength(1);
  });

  it('run at once in the open pages of a site that was added', async () => {
    browser.state.tabs = [
      { id: 1, url: 'https://example.com/a' },
      { id: 2, url: 'https://other.example/' },
      { url: 'https://example.com/b' },
    ];
    await register([SITE]);
    const run = (tabId: number) => ({
      target: { tabId, allFrames: true },
      files: ['sites/text-boxes.js'],
      injectImmediately: true,
    });
    expect(browser.given('scripting.executeScript')).toEqual([run(1)]);
    expect(browser.given('scripting.insertCSS')).toEqual([]);
    await register([SITE, OTHER]);
    expect(browser.given('scripting.executeScript')).toEqual([run(1), run(2)]);
  });

  it('cover pictures before anything of a page is drawn', async () => {
    browser.state.granted.add(SITE);
    browser.state.tabs = [{ id: 1, url: 'https://example.com/a' }];
    browser.state.stored.local.sites = { [SITE]: { textBoxes: false, pictures: true } };
    await registerScripts();
    expect(browser.given('scripting.registerContentScripts')).toMatchObject([
      {
        id: 'pictures',
        matches: [SITE],
        js: ['sites/pictures.js'],
        css: ['sites/pictures.css'],
        runAt: 'document_start',
        allFrames: true,
        matchOriginAsFallback: true,
      },
    ]);
    expect(browser.given('scripting.insertCSS')).toEqual([
      { target: { tabId: 1, allFrames: true }, files: ['sites/pictures.css'] },
    ]);
  });

  it('are told that something has changed; a page without one does no harm', async () => {
    browser.state.tabs = [{ id: 1 }, { id: 2, hears: true }, {}];
    await register([]);
    expect(browser.calls('tabs.sendMessage')).toEqual([[2, { type: 'sites-changed' }]]);
  });

  it('see the last state when several changes come at once', async () => {
    browser.state.granted.add(SITE);
    browser.state.stored.local.sites = { [SITE]: { textBoxes: true, pictures: false } };
    const first = registerScripts();
    browser.state.stored.local.sites = {};
    await Promise.all([first, registerScripts()]);
    expect(browser.state.scripts.size).toBe(0);
  });
});
