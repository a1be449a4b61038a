import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { smallTargets, tabTo, violations } from '../browser/accessibility.ts';
import { appearances } from '../browser/appearances.ts';
import {
  blurredImage,
  colouredImage,
  generation,
  problem,
  refusal,
  screened,
  withheldImage,
} from '../browser/scripts.ts';
import { type StubProxy, startStubProxy } from '../browser/stub-proxy.ts';
import { type ExtensionBrowser, launchExtension, type Surface } from './chromium-extension.ts';
import { enlarge, generate, startAfresh } from './support.ts';

const PROMPT = 'a sexy 犬 with a very long name, Donaudampfschifffahrtsgesellschaftskapitän';
/** Thresholds for the word in the prompt above, so that the lint marks it. */
const POLICY = {
  name: 'standard',
  reveal: true,
  explain: 'span',
  prompt: { suggestive: { warn: 0.5 } },
  checks: [{ name: 'rules', on: 'prompt' }],
  generator: { name: 'sample', kind: 'sample' },
  uncovered: { prompt: ['hate'], image: ['hate'] },
};

let extension: ExtensionBrowser;
let stub: StubProxy;
let images: ReturnType<typeof generation>;

beforeAll(async () => {
  [extension, stub] = await Promise.all([launchExtension(), startStubProxy()]);
  const [light, dark] = await Promise.all([colouredImage('#ffffff'), colouredImage('#111111')]);
  stub.setPolicy(POLICY);
  images = generation([blurredImage(light, dark), withheldImage()], {
    warnings: [
      { code: 'prompt_suggestive', message: '', category: 'suggestive', span: [2, 6] },
      { code: 'image_suggestive', message: '', category: 'suggestive', image: 0 },
      { code: 'image_nudity', message: '', category: 'nudity', image: 1 },
    ],
  });
});
afterAll(async () => {
  await extension.close();
  await stub.stop();
});

/** Brings a surface into a state, and returns the element that shows the state. */
const STATES: Record<string, (page: Page) => Promise<string>> = {
  async 'popup: empty'() {
    return '.empty';
  },
  async 'popup: linted'(page) {
    await page.locator('textarea').fill(PROMPT);
    return '.concern';
  },
  async 'popup: running'(page) {
    stub.play(async function* ({ aborted }) {
      yield screened();
      yield ['generation.started', { attempt: 1, seeds: [7, 8] }];
      yield ['generation.progress', { attempt: 1, fraction: 0.4 }];
      await aborted;
    });
    await generate(page, PROMPT);
    return '.progress';
  },
  async 'popup: pictures'(page) {
    stub.play(images);
    await generate(page, PROMPT);
    return '.facts';
  },
  async 'popup: a picture, large'(page) {
    stub.play(images);
    await generate(page, PROMPT);
    await page.locator('.facts').waitFor();
    await enlarge(page, 1);
    return '.lightbox .card__image';
  },
  async 'popup: a withheld picture beside a blurred one'(page) {
    stub.play(images);
    await generate(page, PROMPT);
    await page.locator('.facts').waitFor();
    await enlarge(page, 1);
    await page.locator('.lightbox__head [aria-pressed]').click();
    return '.lightbox--two';
  },
  async 'popup: refused'(page) {
    stub.play(refusal([2, 6]));
    await generate(page, PROMPT);
    return '.panel--withhold';
  },
  async 'popup: failed'(page) {
    stub.play(problem(401, 'unauthorized'));
    await generate(page, PROMPT);
    return '.panel--failure';
  },
  async 'sidepanel: a picture that is being checked'() {
    await show({ state: 'checking', host: 'a-rather-long-name-of-a-host-with-pictures.page.example' });
    return '.checked';
  },
  async 'sidepanel: a picture that could not be checked'() {
    await show({ state: 'failed', host: 'page.example', failure: { kind: 'unreachable' } });
    return '.checked';
  },
  async 'sidepanel: a checked picture'() {
    await show({
      state: 'done',
      host: 'page.example',
      decision: 'blur',
      unchecked: false,
      findings: [
        { check: 'rekognition', category: 'suggestive', label: 'Swimwear or Underwear', score: 0.93 },
      ],
      warnings: [{ code: 'image_suggestive', message: '', category: 'suggestive' }],
    });
    return '.checked .badge';
  },
  async 'sidepanel: a picture that may not be read'() {
    await show({ state: 'needs-permission', host: 'page.example', url: 'https://page.example/a.png' });
    return '.checked .button--primary';
  },
  async 'sidepanel: history'(page) {
    await show(undefined);
    await page.locator('.segmented__input').nth(1).check();
    return '.thumb .card__image';
  },
  async 'sidepanel: a picture of the history'(page) {
    await page.locator('.segmented__input').nth(1).check();
    await page.locator('.thumb .card__image').first().click();
    return '.lightbox .card__image';
  },
  async 'sidepanel: a refused prompt of the history'(page) {
    await page.locator('.segmented__input').nth(1).check();
    await page.locator('.thumb__prompt').first().click();
    return '.lightbox .badge--withhold';
  },
  async 'sidepanel: deleting'(page) {
    await page.locator('.segmented__input').nth(1).check();
    await page.locator('.history__tools .button').nth(1).click();
    return '[role=alertdialog]';
  },
  async 'sidepanel: an empty history'(page) {
    await page.locator('.segmented__input').nth(1).check();
    await page.locator('.history__tools .button').nth(1).click();
    await page.locator('.button--danger').click();
    return '.history__none';
  },
  async 'options: connected'() {
    return '.options__connected';
  },
};

function show(check: object | undefined): Promise<void> {
  return extension.desk.evaluate(
    (value) =>
      value ? chrome.storage.session.set({ check: value }) : chrome.storage.session.remove('check'),
    check,
  );
}

function isSurface(name: string | undefined): name is Surface {
  return name === 'popup' || name === 'sidepanel' || name === 'options';
}

it.each(appearances)(
  'no state of any surface has a violation that axe finds, and all fit into 320 pixels ($language, $theme)',
  async ({ language, theme }) => {
    for (const [name, enter] of Object.entries(STATES)) {
      await extension.prefer({ origin: stub.origin, language });
      await startAfresh(extension);
      const [surface] = name.split(':');
      const page = await extension.open(isSurface(surface) ? surface : 'popup');
      await page.emulateMedia({ colorScheme: theme });
      await page
        .locator(await enter(page))
        .first()
        .waitFor();
      await page.evaluate(() => {
        for (const details of document.querySelectorAll('details')) details.open = true;
      });
      expect(await violations(page), name).toEqual([]);
      await page.setViewportSize({ width: 320, height: 640 });
      const excess = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(excess, `${name} at 320 px`).toBeLessThanOrEqual(0);
      expect(await smallTargets(page), `${name} at 320 px`).toEqual([]);
      await page.close();
    }
  },
);

it('the first run shows what to do, without a violation', async () => {
  stub.goDown();
  await startAfresh(extension);
  await extension.prefer({ origin: stub.origin });
  const page = await extension.open('popup');
  await page.locator('.setup').waitFor();
  expect(await violations(page)).toEqual([]);
  await page.close();
  stub.comeBack();
});

it('the keyboard alone is enough to write, generate, reveal, hide, find in the history and use again', async () => {
  await extension.prefer({ origin: stub.origin });
  await startAfresh(extension);
  stub.play(images);
  const page = await extension.open('popup');
  await page.locator('textarea:focus').waitFor();
  await page.keyboard.type('a warm evening');
  await tabTo(page, /^Generate$/);
  await page.keyboard.press('Enter');
  await page.getByText('Finished: 1 blurred, 1 withheld.').waitFor();
  await tabTo(page, /Reveal, picture 1/);
  const pressed = () => page.locator(':focus').getAttribute('aria-pressed');
  await page.keyboard.press('Space');
  await expect.poll(pressed).toBe('true');
  await page.keyboard.press('Space');
  await expect.poll(pressed).toBe('false');
  await page.close();

  const panel = await extension.open('sidepanel');
  await panel.locator('textarea').waitFor();
  await tabTo(panel, /^Create$/);
  await panel.keyboard.press('ArrowRight');
  await panel.locator('.thumb').first().waitFor();
  await tabTo(panel, /^a warm evening, Picture 1/);
  await panel.keyboard.press('Enter');
  await panel.getByRole('dialog').waitFor();
  await tabTo(panel, /^Use again$/);
  await panel.keyboard.press('Enter');
  await panel.locator('textarea:focus').waitFor();
  expect(await panel.locator('textarea').inputValue()).toBe('a warm evening');
  await panel.close();
});
