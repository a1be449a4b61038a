import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { presets } from '../../packages/core/src/index.ts';
import { type StubProxy, startStubProxy } from '../browser/stub-proxy.ts';
import { type ExtensionBrowser, launchExtension } from './chromium-extension.ts';
import { namesOf, type OtherSite, startSite, turn as turnAtSite } from './other-site.ts';

const SITE = 'http://localhost/*';
const PAGE = `<!doctype html><html lang="en"><title>Boxes</title><link rel="stylesheet" href="/page.css">
<textarea id="area" rows="3"></textarea>
<div id="editor" contenteditable="true"><p>One line.</p><p>A sexy <b>plain</b> line.</p></div>
<input id="line"><input id="secret" type="password">
<div id="app"></div><dialog id="dialog"><textarea id="inside"></textarea></dialog>
<div class="high"></div><script src="/page.js"></script></html>`;
const STYLES = `#area, #controlled { font: 18px monospace; width: 400px; padding: 10px }
.high { height: 3000px } div { display: block !important }`;
/** A controlled field, as React draws one: it shows a state, is drawn anew all the time, and the page keeps only its own children. */
const SCRIPT = `
const app = document.querySelector('#app');
const field = Object.assign(document.createElement('textarea'), { id: 'controlled' });
let value = '';
field.addEventListener('input', () => { value = field.value; });
setInterval(() => {
  for (const child of app.childNodes) if (child !== field) child.remove();
  if (!field.isConnected) app.append(field);
  if (field.value !== value) field.value = value;
  app.dataset.value = value;
}, 20);`;

let extension: ExtensionBrowser;
let stub: StubProxy;
let site: OtherSite;
let panel: Page;
let page: Page;

beforeAll(async () => {
  [extension, stub, site] = await Promise.all([
    launchExtension(),
    startStubProxy(),
    startSite({
      '/': ['text/html', PAGE],
      '/page.css': ['text/css', STYLES],
      '/page.js': ['text/javascript', SCRIPT],
    }),
  ]);
  stub.setPolicy({
    name: 'standard',
    explain: 'span',
    prompt: presets.standard.prompt,
    checks: [{ name: 'rules', on: 'prompt' }],
  });
  await extension.prefer({ origin: stub.origin });
  await extension.answerYes(SITE);
  panel = await extension.open('sidepanel');
  // The panel has asked the proxy for its policy.
  await panel.waitForFunction(async () => 'policy' in (await chrome.storage.local.get('policy')));
});
afterAll(async () => {
  await extension.close();
  await Promise.all([stub.stop(), site.stop()]);
});
beforeEach(async () => {
  page = await extension.context.newPage();
  await page.goto(site.origin);
  return () => page.close();
});

const turn = (on: boolean) =>
  turnAtSite(on, 'Underline in text boxes on this site', { extension, panel, site, page });
const buttons = () => namesOf('button', page);

/** How many concerns the button on the box names. */
async function concerns(): Promise<number> {
  const names = await buttons();
  return Number(names.map((name) => /^Shoji: (\d+) concern/.exec(name)?.[1]).find(Boolean) ?? 0);
}

async function cardIsOpen(): Promise<boolean> {
  return (await buttons()).includes('Close');
}

/** Opens the card from the keyboard and presses a button of it, by how often Tab reaches it. */
async function choose(tabs: number): Promise<void> {
  await page.keyboard.press('Control+.');
  for (let at = 0; at < tabs; at++) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
}

/** The first and the last column with the colour of an underline in a screenshot; `undefined` without any. */
async function underlineIn(png: Buffer): Promise<{ left: number; width: number } | undefined> {
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const columns: number[] = [];
  for (let at = 0; at < data.length; at += 3) {
    if (data[at] === 0x7a && data[at + 1] === 0x4e && data[at + 2] === 0x05)
      columns.push((at / 3) % info.width);
  }
  const left = Math.min(...columns);
  // The button on the corner of the field has a border of the same colour.
  const right = Math.max(...columns.filter((column) => column < info.width - 60));
  return columns.some((column) => column < info.width - 60) ? { left, width: right - left + 1 } : undefined;
}

describe('text boxes of another site', () => {
  it('are left alone until the person turns it on for the site', async () => {
    await page.locator('#area').fill('a sexy woman');
    expect(await page.evaluate(() => document.documentElement.lastElementChild?.localName)).toBe('body');
    await turn(true);
    // The page that is open already has it.
    await page.locator('#area').focus();
    await expect.poll(concerns).toBe(1);
  });

  it('are underlined where the words are, also after scrolling and resizing', async () => {
    await page.locator('#area').fill(`${'a plain line\n'.repeat(5)}a sexy woman`);
    await expect.poll(concerns).toBe(1);
    const bar = async () => underlineIn(await page.locator('#area').screenshot());
    // Within five pixels: two characters of 10.8 pixels before the word and four in it, after a border of one and ten of padding.
    const place = { left: expect.closeTo(33, -1), width: expect.closeTo(43, -1) };
    await page.locator('#area').evaluate((area) => area.scrollTo(0, area.scrollHeight));
    await expect.poll(bar).toMatchObject(place);
    await page.locator('#area').evaluate((area) => area.scrollTo(0, 0));
    await expect.poll(bar).toBeUndefined();
    await page.locator('#area').evaluate((area) => Object.assign(area.style, { height: '300px' }));
    await expect.poll(bar).toMatchObject(place);
    await page.evaluate(() => scrollTo(0, 40));
    await expect.poll(bar).toMatchObject(place);
  });

  it('have their card in the theme of Shoji, on a page of any theme', async () => {
    // The badge on the corner is on paper, which is `#211e1a` in the dark and `#fdfbf6` else.
    const paper = async () => {
      const png = await page.screenshot();
      const { data } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
      return data.includes(Buffer.from('211e1a'.repeat(6), 'hex'));
    };
    for (const theme of ['dark', 'light'] as const) {
      await extension.prefer({ origin: stub.origin, theme });
      await page.reload();
      await page.locator('#area').fill('a sexy woman');
      await expect.poll(concerns).toBe(1);
      await page.keyboard.press('Control+.');
      await expect.poll(cardIsOpen).toBe(true);
      await expect.poll(paper).toBe(theme === 'dark');
    }
    await extension.prefer({ origin: stub.origin });
  });

  it('offer other words as one edit that Ctrl+Z takes back', async () => {
    await page.locator('#area').fill('a sexy woman');
    await expect.poll(concerns).toBe(1);
    await choose(1);
    await expect.poll(() => page.locator('#area').inputValue()).toBe('an elegant woman');
    await expect.poll(concerns).toBe(0);
    await page.keyboard.press('Control+z');
    expect(await page.locator('#area').inputValue()).toBe('a sexy woman');
    await expect.poll(concerns).toBe(1);
  });

  it('show the reasons at a click on the word, until Escape', async () => {
    await page.locator('#area').fill('sexy');
    await expect.poll(concerns).toBe(1);
    await page.locator('#area').click({ position: { x: 30, y: 22 } });
    await expect.poll(cardIsOpen).toBe(true);
    await page.keyboard.press('Escape');
    await expect.poll(cardIsOpen).toBe(false);
    await page.locator('#area').click({ position: { x: 300, y: 22 } });
    expect(await cardIsOpen()).toBe(false);
  });

  it('say of a text that is too long that it is not checked', async () => {
    await page.locator('#area').fill(`a sexy woman${'!'.repeat(20_000)}`);
    await expect.poll(buttons).toContain('Shoji: this text is not checked (Ctrl + .)');
    expect(await concerns()).toBe(0);
    await page.keyboard.press('Control+.');
    await expect
      .poll(() => namesOf('StaticText', page))
      .toContain('It has more than 20,000 characters. Shoji checks texts up to that length only.');
    await page.keyboard.press('Escape');
    await page.locator('#area').fill('a sexy woman');
    await expect.poll(concerns).toBe(1);
    expect(await buttons()).not.toContain('Shoji: this text is not checked (Ctrl + .)');
  });

  it('of a page that draws its fields anew keep what the person has chosen', async () => {
    await page.locator('#controlled').fill('a sexy woman');
    await expect.poll(concerns).toBe(1);
    await choose(4);
    await expect.poll(() => page.locator('#app').getAttribute('data-value')).toBe('a woman');
    expect(await page.locator('#controlled').inputValue()).toBe('a woman');
  });

  it('may be editors, whose markup stays', async () => {
    await page.locator('#editor').focus();
    await expect.poll(concerns).toBe(1);
    const before = await page.locator('#editor').innerHTML();
    await choose(1);
    await expect.poll(() => page.locator('#editor').textContent()).toContain('An elegant plain line.');
    expect(await page.locator('#editor b').count()).toBe(1);
    await page.locator('#editor').focus();
    await page.keyboard.press('Control+z');
    await expect.poll(() => page.locator('#editor').innerHTML()).toBe(before);
  });

  it('may be in a dialog, beside which nothing can be pressed', async () => {
    await page.evaluate(() => document.querySelector('dialog')?.showModal());
    await page.locator('#inside').fill('a sexy woman');
    await expect.poll(concerns).toBe(1);
    await choose(1);
    await expect.poll(() => page.locator('#inside').inputValue()).toBe('an elegant woman');
  });

  it('are not one-line fields or passwords', async () => {
    await page.locator('#area').fill('a sexy woman');
    await expect.poll(concerns).toBe(1);
    for (const id of ['#line', '#secret']) {
      await page.locator(id).fill('a sexy woman');
      await expect.poll(concerns).toBe(0);
    }
  });

  it('lose everything that was drawn when they are removed, and when it is turned off', async () => {
    await page.locator('#area').fill('a sexy woman');
    await expect.poll(concerns).toBe(1);
    await page.locator('#area').evaluate((area) => area.remove());
    await expect.poll(concerns).toBe(0);
    await page.locator('#controlled').fill('a sexy woman');
    await expect.poll(concerns).toBe(1);
    await turn(false);
    await expect
      .poll(() => page.evaluate(() => document.documentElement.lastElementChild?.localName))
      .toBe('body');
    await page.reload();
    await page.locator('#area').fill('a sexy woman');
    expect(await page.evaluate(() => document.documentElement.lastElementChild?.localName)).toBe('body');
  });

  it('lose it when the access is taken back, and do not get it again with the access alone', async () => {
    await turn(true);
    await page.locator('#area').fill('a sexy woman');
    await expect.poll(concerns).toBe(1);
    const options = await extension.open('options');
    await options.getByText('Underlines in text boxes').waitFor();
    await options.getByRole('button', { name: 'Remove the access to http://localhost' }).click();
    await options.getByText('Shoji may no longer read http://localhost.').waitFor();
    await options.close();
    await page.bringToFront();
    await expect
      .poll(() => page.evaluate(() => document.documentElement.lastElementChild?.localName))
      .toBe('body');
    expect(await extension.desk.evaluate(() => chrome.storage.local.get('sites'))).toEqual({ sites: {} });
  });

  it('are read inside the browser: the proxy has seen requests for its policy only', () => {
    expect(stub.exchanges).toEqual([]);
  });
});
