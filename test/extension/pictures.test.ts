import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { colouredImage } from '../browser/scripts.ts';
import { type StubProxy, startStubProxy } from '../browser/stub-proxy.ts';
import { type ExtensionBrowser, launchExtension } from './chromium-extension.ts';
import { namesOf, type OtherSite, startSite, turn as turnAtSite } from './other-site.ts';

const SITE = 'http://localhost/*';
/** Another host on loopback. */
const OTHER = 'http://127.0.0.2/*';
const COLOURS = { blue: '#2050c0', red: '#c02040', green: '#208040', grey: '#707070' } as const;
type Colour = keyof typeof COLOURS;
const DRAWING =
  '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><rect width="90" height="90" fill="#208040"/></svg>';
const STYLES = `body { margin: 0; background: white } #sheet { width: 90px; height: 90px; background: url(/green.png) }
.inline { width: 90px; height: 90px }`;
/** Sets a background from data, as galleries do. */
const SCRIPT = `
document.querySelectorAll('[data-url]').forEach((e) => { e.style.backgroundImage = 'url(' + e.dataset.url + ')'; });`;

let extension: ExtensionBrowser;
let stub: StubProxy;
let site: OtherSite;
let panel: Page;
let page: Page;
const bytes = new Map<string, Colour>();

beforeAll(async () => {
  const pictures = await Promise.all(
    (Object.keys(COLOURS) as Colour[]).map(async (name) => {
      const b64 = await colouredImage(COLOURS[name], 90, 90);
      bytes.set(b64, name);
      return [`/${name}.png`, ['image/png', Buffer.from(b64, 'base64')]] as const;
    }),
  );
  [extension, stub] = await Promise.all([launchExtension(), startStubProxy()]);
  const port = () => String(site.port);
  site = await startSite({
    ...Object.fromEntries(pictures),
    '/drawing.svg': ['image/svg+xml', DRAWING],
    '/page.css': ['text/css', STYLES],
    '/page.js': ['text/javascript', SCRIPT],
    '/': () => [
      'text/html',
      `<!doctype html><html lang="en"><title>Pictures</title><link rel="stylesheet" href="/page.css">
<img id="clear" src="/blue.png" width="90" height="90"><img id="blurred" src="/red.png" width="90" height="90">
<a href="/elsewhere"><img id="withheld" src="/grey.png" width="90" height="90"></a>
<img id="icon" src="/red.png" width="32" height="32"><img id="drawing" src="/drawing.svg" width="90" height="90">
<picture><source srcset="/blue.png" media="(min-width: 1px)"><img id="chosen" src="/red.png" width="90" height="90"></picture>
<img id="other" src="http://127.0.0.2:${port()}/green.png" width="90" height="90">
<div id="sheet"></div><div class="inline" id="inline" data-url="/green.png"></div>
<svg width="90" height="90"><image id="inside" href="/green.png" width="90" height="90"/></svg>
<script src="/page.js"></script></html>`,
    ],
    '/framed': [
      'text/html',
      '<!doctype html><title>Framed</title><iframe id="frame" sandbox="allow-scripts" src="/frame" width="90" height="90" style="border: 0"></iframe>',
    ],
    '/frame': [
      'text/html',
      '<!doctype html><title>Frame</title><link rel="stylesheet" href="/page.css"><img src="/blue.png" width="90" height="90">',
    ],
    '/low': [
      'text/html',
      '<!doctype html><title>Low</title><div style="height:9000px"></div><img id="low" loading="lazy" src="/blue.png" width="90" height="90">',
    ],
  });
  stub.setPolicy({ name: 'standard', reveal: true });
  stub.judge(verdict);
  await extension.prefer({ origin: stub.origin });
  await extension.answerYes(SITE);
  panel = await extension.open('sidepanel');
});
afterAll(async () => {
  await extension.close();
  await Promise.all([stub.stop(), site.stop()]);
});
beforeEach(async () => {
  page = await extension.context.newPage();
  return () => page.close();
});

function verdict(b64: string): object {
  const colour = bytes.get(b64);
  if (colour === 'red')
    return { decision: 'blur', warnings: [{ code: 'image_violence', message: '', category: 'violence' }] };
  return { decision: colour === 'grey' ? 'withhold' : 'clear' };
}

/** The name of the colour in the middle of an element; `covered` for any other. */
async function seen(id: string): Promise<Colour | 'covered'> {
  const png = await page.locator(`#${id}`).screenshot();
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const at = (Math.floor(info.height / 2) * info.width + Math.floor(info.width / 2)) * 3;
  const hex = `#${data.subarray(at, at + 3).toString('hex')}`;
  return (Object.keys(COLOURS) as Colour[]).find((name) => COLOURS[name] === hex) ?? 'covered';
}

const turn = (on: boolean) =>
  turnAtSite(on, 'Cover pictures on this site until they are checked', { extension, panel, site, page });
const buttons = () => namesOf('button', page);

describe('pictures of another site', () => {
  it('are left alone until the person turns it on, and then covered in the page that is open', async () => {
    await page.goto(site.origin);
    expect(await seen('blurred')).toBe('red');
    await turn(true);
    await expect.poll(() => seen('blurred')).toBe('covered');
    await expect.poll(() => seen('clear')).toBe('blue');
  });

  it('are covered before the first frame, and uncovered one by one as they are judged', async () => {
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const known = stub.judged.length;
    stub.judge(async (b64) => {
      await late;
      return verdict(b64);
    });
    await extension.desk.evaluate(() => chrome.storage.session.remove('verdicts'));
    await page.goto(site.origin);
    for (const id of ['blurred', 'withheld', 'other']) expect(await seen(id)).toBe('covered');
    expect(await seen('icon')).toBe('red');
    resolve();
    for (const [id, colour] of [
      ['clear', 'blue'],
      ['chosen', 'blue'],
      ['drawing', 'green'],
      ['sheet', 'green'],
      ['inline', 'green'],
      ['inside', 'green'],
      ['blurred', 'covered'],
      ['withheld', 'covered'],
    ] as const)
      await expect.poll(() => seen(id)).toBe(colour);
    // The same bytes are judged once, at whatever address.
    const judged = stub.judged.slice(known);
    expect(judged.length).toBeGreaterThan(0);
    expect(new Set(judged).size).toBe(judged.length);
    stub.judge(verdict);
  });

  it('are revealed by the person, unless the policy never shows them', async () => {
    await page.goto(site.origin);
    await expect
      .poll(async () => (await buttons()).some((name) => /covered. Go to the next/.test(name)))
      .toBe(true);
    await page.locator('#withheld').click();
    await expect.poll(buttons).toContain('Close');
    expect(await buttons()).not.toContain('Reveal it');
    await page.keyboard.press('Escape');
    await expect.poll(buttons).not.toContain('Close');
    // The link around it was not followed.
    expect(page.url()).toBe(`${site.origin}/`);
    await page.locator('#blurred').click();
    await expect.poll(buttons).toContain('Reveal it');
    await page.evaluate(() =>
      document.querySelector('#blurred')?.dispatchEvent(new MouseEvent('click', { bubbles: true })),
    );
    expect(await seen('withheld')).toBe('covered');
    await pressInCard('Reveal it');
    await expect.poll(() => seen('blurred')).toBe('red');
  });

  it('of a page that changes are covered again: another address, a copy, marks that it sets, a larger frame', async () => {
    await page.goto(site.origin);
    await expect.poll(() => seen('clear')).toBe('blue');
    await page.locator('#clear').evaluate((image) => image.setAttribute('src', '/red.png'));
    await expect.poll(() => seen('clear')).toBe('covered');
    await page.locator('#clear').evaluate((image) => image.setAttribute('data-shoji-picture', 'shown'));
    expect(await seen('clear')).toBe('covered');
    await page.locator('#clear').evaluate((image) => image.setAttribute('src', '/blue.png'));
    await expect.poll(() => seen('clear')).toBe('blue');
    await page.locator('#icon').evaluate((image) => {
      image.setAttribute('width', '90');
      image.setAttribute('height', '90');
    });
    await expect.poll(() => seen('icon')).toBe('covered');
    await page.locator('#clear').evaluate((image) => {
      const copy = image.cloneNode();
      if (!(copy instanceof HTMLImageElement)) return;
      copy.id = 'copy';
      copy.src = '/red.png';
      document.body.append(copy);
    });
    expect(await seen('copy')).toBe('covered');
    // The style sheet of the covers requires these of the root element.
    await page.evaluate(() => {
      document.documentElement.id = 'shoji';
      document.documentElement.setAttribute('data-shoji-pictures', 'off');
    });
    expect(await seen('blurred')).toBe('covered');
    await page.evaluate(() => {
      const image = Object.assign(new Image(90, 90), { id: 'late', src: '/blue.png' });
      document.body.append(image);
    });
    await expect.poll(() => seen('late')).toBe('blue');
  });

  it('stay covered where the page outweighs or delays the cover in a style attribute', async () => {
    await page.goto(site.origin);
    await expect.poll(() => seen('clear')).toBe('blue');
    await expect.poll(() => seen('inline')).toBe('green');
    await page.evaluate(() => {
      const style = (id: string, property: string, value: string) =>
        document.getElementById(id)?.style.setProperty(property, value, 'important');
      style('blurred', 'object-position', '0 0');
      style('blurred', 'overflow', 'visible');
      style('clear', 'transition', 'all 1000s step-end');
      style('inline', 'background-image', 'url(/red.png)');
    });
    await expect.poll(() => seen('blurred')).toBe('covered');
    await expect.poll(() => seen('clear')).toBe('blue');
    await page.locator('#clear').evaluate((image) => image.setAttribute('src', '/red.png'));
    await expect.poll(() => stub.judged.some((b64) => bytes.get(b64) === 'red')).toBe(true);
    await expect.poll(() => seen('clear')).toBe('covered');
    await expect.poll(() => seen('inline')).toBe('covered');
    expect(await seen('blurred')).toBe('covered');
  });

  it('that are far below are judged when they come near', async () => {
    await page.goto(`${site.origin}/low`);
    await page.locator('#low').scrollIntoViewIfNeeded();
    await expect.poll(() => seen('low')).toBe('blue');
  });

  it('in a frame whose site the browser does not name stay covered, with the reason', async () => {
    await page.goto(`${site.origin}/framed`);
    const framed = page.frameLocator('#frame').locator('img');
    await expect.poll(() => framed.getAttribute('data-shoji-picture')).toBe('unchecked');
    expect(await seen('frame')).toBe('covered');
  });

  it('of another host stay covered until the person allows that host in the side panel', async () => {
    await page.goto(site.origin);
    await expect.poll(() => page.locator('#other').getAttribute('data-shoji-picture')).toBe('unchecked');
    await page.locator('#other').click();
    await expect.poll(buttons).toContain('Allow in Shoji’s side panel');
    await extension.answerYes(OTHER);
    await panel.bringToFront();
    await panel.getByText('They stay covered as long as you do not allow it.').waitFor();
    await panel.getByRole('button', { name: 'Allow http://127.0.0.2' }).click();
    await page.bringToFront();
    await expect.poll(() => seen('other')).toBe('green');
  });

  it('stay covered while the proxy is away, with another try', async () => {
    await extension.desk.evaluate(() => chrome.storage.session.remove('verdicts'));
    await extension.killWorker();
    stub.goDown();
    await page.goto(site.origin);
    await expect.poll(() => page.locator('#clear').getAttribute('data-shoji-picture')).toBe('unchecked');
    expect(await seen('clear')).toBe('covered');
    await page.locator('#clear').click();
    await expect.poll(buttons).toContain('Try again');
    stub.comeBack();
    await pressInCard('Try again');
    await expect.poll(() => seen('clear')).toBe('blue');
  });

  it('are left alone again when it is turned off', async () => {
    await page.goto(site.origin);
    await expect.poll(() => seen('blurred')).toBe('covered');
    await turn(false);
    await expect.poll(() => seen('blurred')).toBe('red');
    expect(await page.locator('[data-shoji-picture]').count()).toBe(0);
    await page.reload();
    expect(await seen('blurred')).toBe('red');
  });
});

describe('a private window', () => {
  it('never has the extension: the browser offers no switch for it', async () => {
    const id = new URL(extension.desk.url()).host;
    await page.goto('chrome://extensions');
    const info = await page.evaluate((name) => chrome.developerPrivate.getExtensionInfo(name), id);
    expect(info.incognitoAccess).toEqual({ isEnabled: false, isActive: false });
  });
});

/** Presses a button of the open card where it is drawn. */
async function pressInCard(name: string): Promise<void> {
  const devTools = await page.context().newCDPSession(page);
  const { nodes } = await devTools.send('Accessibility.getFullAXTree');
  const button = nodes.find((node) => node.role?.value === 'button' && node.name?.value === name);
  if (!button?.backendDOMNodeId) throw new Error(`No button ${name}.`);
  const { model } = await devTools.send('DOM.getBoxModel', { backendNodeId: button.backendDOMNodeId });
  await devTools.detach();
  const [left = 0, top = 0, , , right = 0, bottom = 0] = model.content;
  await page.mouse.click((left + right) / 2, (top + bottom) / 2);
}
