import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALL_RULES, focused, smallTargets, tabTo, violations } from './accessibility.ts';
import { appearances } from './appearances.ts';
import { launchChromium } from './chromium.ts';
import { closePage, generate, openPage } from './page-driver.ts';
import {
  blurredImage,
  clearImage,
  colouredImage,
  generation,
  problem,
  refusal,
  screened,
  withheldImage,
} from './scripts.ts';
import { type Script, type StubProxy, startStubProxy } from './stub-proxy.ts';

let browser: Browser;
let stub: StubProxy;
let states: Record<string, { script?: Script; shown: string; arrange?: (page: Page) => Promise<void> }>;

beforeAll(async () => {
  [browser, stub] = await Promise.all([launchChromium(), startStubProxy()]);
  const [light, dark] = await Promise.all([
    colouredImage('#ffffff', 512, 512),
    colouredImage('#111111', 512, 512),
  ]);
  stub.setPolicy({
    name: 'standard',
    generator: { name: 'sample', kind: 'sample' },
    uncovered: { prompt: ['hate'], image: ['hate'] },
  });
  stub.setChoices({
    models: ['dreamshaper_8'],
    schedulers: ['karras'],
    loras: ['Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen.safetensors', 'ink', 'ink-brush'],
  });
  const unfinished: Script = async function* ({ aborted }) {
    yield screened();
    yield ['generation.started', { attempt: 1, seeds: [7, 8] }];
    yield ['generation.progress', { attempt: 1, fraction: 0.4 }];
    yield ['image.screened', { index: 0, attempt: 1, image: clearImage(light) }];
    await aborted;
  };
  states = {
    empty: { shown: '.empty' },
    chosen: {
      shown: '.loras',
      async arrange(page) {
        const finder = page.locator('.loras').getByRole('combobox');
        for (const typed of ['donau', 'ink', 'nothing']) {
          await finder.fill(typed);
          await finder.press('Enter');
        }
        await page.locator('.loras .complaint:not(:empty)').waitFor();
      },
    },
    running: { script: unfinished, shown: '.card__image' },
    clear: { script: generation([clearImage(light), clearImage(dark)]), shown: '.facts' },
    blurred: {
      script: generation([blurredImage(light, dark), blurredImage(dark, null)], {
        warnings: [
          { code: 'prompt_suggestive', message: '', category: 'suggestive', span: [0, 1] },
          { code: 'image_suggestive', message: '', category: 'suggestive', image: 0 },
        ],
      }),
      shown: '.facts',
    },
    withheld: {
      script: generation([withheldImage(), withheldImage([])], {
        warnings: [
          { code: 'check_failed', message: '', check: 'rekognition', image: 1 },
          { code: 'negative_prompt_powerless', message: '' },
        ],
      }),
      shown: '.facts',
    },
    refused: { script: refusal([0, 1]), shown: '.panel--withhold' },
    unchecked: { script: problem(503, 'check_failed'), shown: '.panel--unchecked' },
    failed: { script: problem(502, 'generator_failed'), shown: '.panel--failure' },
    'key-missing': { script: problem(401, 'unauthorized'), shown: '.panel--failure' },
  };
});
afterAll(async () => {
  await browser.close();
  await stub.stop();
});

/** Brings the page into a state, with all collapsible parts open. */
async function enter(page: Page, name: string): Promise<void> {
  const state = states[name];
  if (!state) throw new Error(`no state ${name}`);
  if (state.script) {
    stub.play(state.script);
    await generate(page, '犬 a dog with a very long name, Donaudampfschifffahrtsgesellschaftskapitän');
  }
  await page.locator(state.shown).first().waitFor({ state: 'attached' });
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });
  await state.arrange?.(page);
}

const NAMES = [
  'empty',
  'chosen',
  'running',
  'clear',
  'blurred',
  'withheld',
  'refused',
  'unchecked',
  'failed',
  'key-missing',
];

describe.each(appearances)('in $language, $theme', (options) => {
  it('has no violation that axe finds, in any state, and fits into 320 pixels', async () => {
    const page = await openPage(browser, stub.origin, options);
    for (const name of NAMES) {
      await page.setViewportSize({ width: 1000, height: 800 });
      await page.reload();
      await enter(page, name);
      expect(await violations(page, ALL_RULES), name).toEqual([]);
      await page.setViewportSize({ width: 320, height: 640 });
      const excess = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(excess, `${name} at 320 px`).toBeLessThanOrEqual(0);
      expect(await smallTargets(page), `${name} at 320 px`).toEqual([]);
    }
    await closePage(page);
  });
});

it('can be used by keyboard alone: write, generate, reveal, hide, generate again', async () => {
  stub.play(states.blurred?.script ?? generation([]));
  const page = await openPage(browser, stub.origin);
  await tabTo(page, /TEXTAREA/);
  await page.keyboard.type('a warm evening');
  await tabTo(page, /^Generate$/);
  await page.keyboard.press('Enter');
  await page.getByText('Finished: 2 blurred.').waitFor();
  expect((await focused(page)).name).toBe('Generate');
  await tabTo(page, /Again with a new seed/);
  await tabTo(page, /Reveal/);
  const pressed = () => page.locator(':focus').getAttribute('aria-pressed');
  await page.keyboard.press('Space');
  await expect.poll(pressed).toBe('true');
  await page.keyboard.press('Space');
  await expect.poll(pressed).toBe('false');
  await closePage(page);
});
