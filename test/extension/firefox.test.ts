import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { UpstreamServer } from '@shoji/edge-proxy/testing';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PATIENCE_MS } from '../browser/chromium.ts';
import { patient, type RealProxy, startRealProxy } from '../browser/real-proxy.ts';
import { colouredImage } from '../browser/scripts.ts';
import { startAutomatic1111 } from '../upstreams/automatic1111/server.ts';
import { picture } from '../upstreams/pictures.ts';
import { findFirefox, launchFirefox, openInFirefox } from './firefox-extension.ts';
import { type OtherSite, startSite } from './other-site.ts';

const firefox = findFirefox();
const NAME = firefox ? 'in Firefox' : 'in Firefox: none found; install one (Debian: apt install firefox-esr)';

describe.skipIf(!firefox)(NAME, () => {
  let browser: Browser;
  let proxy: RealProxy;
  let popup: Page;

  beforeAll(async () => {
    [browser, proxy] = await Promise.all([launchFirefox(firefox ?? ''), startRealProxy(patient('standard'))]);
  });
  afterAll(async () => {
    await browser.close();
    await proxy.stop();
  });

  const waitFor = (text: string) => hasText(popup, text);
  const press = (name: string) => popup.locator(`::-p-aria([role="button"][name="${name}"])`).click();

  it('is set up in the options, where it requests the permission for one address', async () => {
    popup = await openInFirefox(browser, 'options');
    await popup.locator('input[type=url]').fill(proxy.origin);
    await waitFor('Firefox will ask whether Shoji may “Access your data for 127.0.0.1”.');
    await waitFor('Browsers give access by host, so it covers all ports of 127.0.0.1');
    await press('Connect');
    await waitFor('Connected. Policy: standard.');
    await waitFor(`Shoji connects only to ${proxy.origin}`);
    await press('Remove the access to http://127.0.0.1');
    await waitFor('Shoji may no longer read http://127.0.0.1.');
    await waitFor(`A proxy is running at ${proxy.origin}`);
    await press('Connect');
    await waitFor('Connected. Policy: standard.');
    await popup.close();
  });

  it('restores the typed prompt by Ctrl+Z after an example has replaced it', async () => {
    popup = await openInFirefox(browser, 'popup');
    await popup.locator('textarea').fill('half a thought');
    const value = () => popup.$eval('textarea', (field) => field.value);
    await press('A quiet temple garden after the rain');
    await expect.poll(value).toBe('A quiet temple garden after the rain');
    await popup.focus('textarea');
    await popup.keyboard.down('Control');
    await popup.keyboard.press('z');
    await popup.keyboard.up('Control');
    await expect.poll(value).toBe('half a thought');
    await popup.close();
  });

  it('generates, warns, blurs, reveals, and hides again', async () => {
    popup = await openInFirefox(browser, 'popup');
    await popup.locator('textarea').fill('a sexy woman');
    await waitFor('“sexy” leads to a warning.');
    await press('Generate');
    await waitFor('Finished: 2 blurred.');
    const covered = await imageBytes(popup);
    await press('Reveal, picture 1');
    await waitFor('Revealed');
    const [uncovered] = await imageBytes(popup);
    expect(uncovered).not.toBe(covered[0]);
    await press('Reveal, picture 1');
    await expect.poll(() => imageBytes(popup)).toEqual(covered);
  });

  it('shows the result again after the popup was closed, and in the sidebar', async () => {
    await popup.close();
    popup = await openInFirefox(browser, 'sidepanel');
    await waitFor('Finished: 2 blurred.');
    await press('Reveal, picture 2');
    await waitFor('Revealed');
  });
});

describe.skipIf(!firefox)(`a picture to start from, ${NAME}`, () => {
  let browser: Browser;
  let upstream: UpstreamServer;
  let proxy: RealProxy;
  let folder: string;

  beforeAll(async () => {
    upstream = await startAutomatic1111();
    folder = await mkdtemp(join(tmpdir(), 'shoji-start-'));
    await writeFile(join(folder, 'start.png'), await picture('green'));
    [browser, proxy] = await Promise.all([
      launchFirefox(firefox ?? ''),
      startRealProxy([...patient('standard'), '--generator', `automatic1111=${upstream.url}`]),
    ]);
    await connect(browser, proxy.origin);
  });
  afterAll(async () => {
    await browser.close();
    await Promise.all([proxy.stop(), upstream.close(), rm(folder, { recursive: true })]);
  });

  it('is chosen in the sidebar, which takes the popup’s form along', async () => {
    const popup = await openInFirefox(browser, 'popup');
    await popup.locator('textarea').fill('a green dog');
    const form = await popup.waitForFunction(async () => {
      const { 'draft.tab': draft } = await chrome.storage.session.get('draft.tab');
      return draft;
    });
    const sidebar = await openInFirefox(browser, 'sidepanel');
    // As the popup of the toolbar button leaves it there; in a tab, the popup has the field itself.
    expect(await popup.$('input[type=file]')).not.toBeNull();
    await popup.evaluate(
      (draft) => chrome.storage.session.set({ offered: { by: 'popup', form: draft, wants: 'picture' } }),
      form,
    );
    const prompt = () => sidebar.$eval('textarea', (field) => field.value);
    await expect.poll(prompt).toBe('a green dog');
    await sidebar.bringToFront();
    const field = await sidebar.waitForSelector('details[open] input[type=file]');
    await field?.uploadFile(join(folder, 'start.png'));
    await sidebar.waitForSelector('img[alt="The picture to start from"]');
    await sidebar.locator('::-p-aria([role="button"][name="Generate"])').click();
    await hasText(sidebar, 'Finished: 2 clear.');
    expect(upstream.requests.filter(({ path }) => path === '/sdapi/v1/img2img')).toHaveLength(2);
  });
});

const picturesAt = (
  port: number,
) => `<!doctype html><title>Pictures</title><img id="own" src="/a.png" width="90" height="90">
<img id="other" src="http://127.0.0.2:${port}/a.png" width="90" height="90">`;

describe.skipIf(!firefox)(`on another site, ${NAME}`, () => {
  let browser: Browser;
  let proxy: RealProxy;
  let site: OtherSite;
  let page: Page;

  beforeAll(async () => {
    [browser, proxy, site] = await Promise.all([
      launchFirefox(firefox ?? ''),
      startRealProxy(patient('standard')),
      startSite({
        '/': ['text/html', '<!doctype html><title>Boxes</title><textarea></textarea>'],
        '/pictures': () => ['text/html', picturesAt(site.port)],
        '/a.png': async () => ['image/png', Buffer.from(await colouredImage('#3366aa', 90, 90), 'base64')],
      }),
    ]);
    await connect(browser, proxy.origin);
    page = await browser.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    await page.goto(site.origin);
  });
  afterAll(async () => {
    await browser.close();
    await Promise.all([proxy.stop(), site.stop()]);
  });

  /** Presses a switch of the sidebar for the site, as the context menu has shown it. */
  async function press(name: string): Promise<void> {
    const panel = await openInFirefox(browser, 'sidepanel');
    await panel.evaluate((pattern) => chrome.storage.session.set({ site: pattern }), 'http://localhost/*');
    await panel.locator(`::-p-aria([role="button"][name="${name}"])`).click();
    await hasText(panel, 'Turned on for http://localhost.');
    await panel.close();
    await page.bringToFront();
  }

  it('offers other words in a text box, as one edit that Ctrl+Z takes back', async () => {
    await press('Underline in text boxes on this site');
    await page.focus('textarea');
    await page.keyboard.type('a sexy woman');
    const value = () => page.$eval('textarea', (field) => field.value);
    // The keys open the card once the text was read. Then the host of the card has the focus.
    const focused = () => page.evaluate(() => document.activeElement?.localName);
    await expect
      .poll(async () => {
        await chord('.');
        return focused();
      })
      .toBe('div');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect.poll(value).toBe('an elegant woman');
    await chord('z');
    expect(await value()).toBe('a sexy woman');
  });

  it('covers pictures until they are judged', async () => {
    await press('Cover pictures on this site until they are checked');
    await page.goto(`${site.origin}/pictures`);
    const mark = (id: string) => page.$eval(id, (image) => image.getAttribute('data-shoji-picture'));
    await expect.poll(() => mark('#own')).toBe('shown');
    await expect.poll(() => mark('#other')).toBe('unchecked');
    const position = (id: string) => page.$eval(id, (image) => getComputedStyle(image).objectPosition);
    expect(await position('#own')).toBe('50% 50%');
    expect(await position('#other')).toBe('-100000px -100000px');
  });

  async function chord(key: '.' | 'z'): Promise<void> {
    await page.keyboard.down('Control');
    await page.keyboard.press(key);
    await page.keyboard.up('Control');
  }
});

async function connect(browser: Browser, origin: string): Promise<void> {
  const options = await openInFirefox(browser, 'options');
  await options.locator('input[type=url]').fill(origin);
  await options.locator('::-p-aria([role="button"][name="Connect"])').click();
  await hasText(options, 'Connected. Policy: standard.');
  await options.close();
}

function hasText(page: Page, text: string): Promise<unknown> {
  return page.waitForFunction((wanted) => document.body.textContent.includes(wanted), {}, text);
}

/** The size of each picture in the page, in bytes. */
function imageBytes(page: Page): Promise<number[]> {
  return page.evaluate(() =>
    Promise.all(
      [...document.images].map(async (image) => {
        await image.decode();
        const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
        canvas.getContext('2d')?.drawImage(image, 0, 0);
        return (await canvas.convertToBlob({ type: 'image/png' })).size;
      }),
    ),
  );
}
