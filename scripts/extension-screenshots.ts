// Takes pictures of every surface and state of the extension, in both languages and themes, from the real proxy.
// All of them go to packages/extension/dist/screenshots; those that the README shows go to docs/images too.
import { copyFile, mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { patient, type RealProxy, startRealProxy } from '../test/browser/real-proxy.ts';
import { takeScreenshot } from '../test/browser/screenshot.ts';
import {
  type ExtensionBrowser,
  launchExtension,
  type Surface,
} from '../test/extension/chromium-extension.ts';
import { generate } from '../test/extension/support.ts';

type Language = 'en' | 'ja';
type Page = Awaited<ReturnType<ExtensionBrowser['open']>>;

interface Shot {
  readonly surface: Surface;
  readonly state: string;
  readonly policy?: 'strict';
  /** Width of the window in CSS pixels, where it is not the surface's usual one. */
  readonly width?: number;
  arrange(page: Page, language: Language): Promise<void>;
}

const WORDS = {
  en: {
    plain: 'A dog in a suit, reading the morning paper',
    warned: 'a sexy woman',
    long: 'A lighthouse on a cliff in the last light of a long summer evening, seen from a small boat, in the manner of a woodblock print with visible grain, indigo and vermilion, a single gull, and a great deal of empty paper around it',
  },
  ja: {
    plain: '雨上がりの静かな寺の庭',
    warned: 'セクシーな女性',
    long: '夏の長い夕暮れの最後の光に照らされた崖の上の灯台を小舟から眺めた風景、木目の見える木版画風、藍と朱、一羽のかもめ、まわりには余白をたっぷりと取る',
  },
};
/** The same seed gives the same pictures, so that a new screenshot differs only where the screen does. */
const SEED = '7';
const BEST = new Set([
  'popup-linted-en-light',
  'popup-blurred-en-light',
  'popup-linted-ja-dark',
  'sidepanel-pictures-en-light',
  'sidepanel-history-en-dark',
  'options-en-light',
]);

const SHOTS: readonly Shot[] = [
  { surface: 'popup', state: 'empty', arrange: (page) => page.locator('.empty').waitFor() },
  {
    surface: 'popup',
    state: 'linted',
    async arrange(page, language) {
      await page.locator('textarea').fill(WORDS[language].warned);
      await page.locator('.concern').first().waitFor();
    },
  },
  { surface: 'popup', state: 'clear', arrange: (page, language) => make(page, WORDS[language].plain) },
  { surface: 'popup', state: 'blurred', arrange: (page, language) => make(page, WORDS[language].warned) },
  {
    surface: 'popup',
    state: 'revealed',
    async arrange(page, language) {
      await make(page, WORDS[language].warned);
      await page.locator('.card__reveal').first().click();
      await page.locator('.card__reveal[aria-pressed=true]').first().waitFor();
    },
  },
  {
    surface: 'popup',
    state: 'refused',
    policy: 'strict',
    arrange: (page, language) => make(page, WORDS[language].warned),
  },
  {
    surface: 'popup',
    state: 'four',
    arrange: (page, language) => make(page, WORDS[language].plain, 4),
  },
  {
    surface: 'popup',
    state: 'lightbox',
    async arrange(page, language) {
      await make(page, WORDS[language].warned);
      await enlarge(page);
    },
  },
  {
    surface: 'popup',
    state: 'compare',
    async arrange(page, language) {
      await make(page, WORDS[language].plain);
      await enlarge(page);
      await page.locator('.lightbox__head [aria-pressed]').click();
      await page.locator('.lightbox--two').waitFor();
    },
  },
  { surface: 'sidepanel', state: 'pictures', arrange: (page, language) => make(page, WORDS[language].plain) },
  {
    surface: 'sidepanel',
    state: 'history',
    async arrange(page) {
      await page.locator('.segmented__input').nth(1).check();
      await page.locator('.thumb .card__image').nth(1).waitFor();
    },
  },
  {
    surface: 'sidepanel',
    state: 'history-lightbox',
    async arrange(page) {
      await page.locator('.segmented__input').nth(1).check();
      await page.locator('.thumb .card__image').first().click();
      await page.locator('.lightbox .card__image').waitFor();
    },
  },
  {
    surface: 'popup',
    state: 'narrow',
    width: 320,
    arrange: (page, language) => make(page, WORDS[language].long),
  },
  {
    surface: 'sidepanel',
    state: 'narrow',
    width: 320,
    arrange: (page, language) => make(page, WORDS[language].warned),
  },
  {
    surface: 'sidepanel',
    state: 'checked',
    async arrange(page) {
      const warnings = [{ code: 'image_suggestive', message: '', category: 'suggestive' }];
      const findings = [
        { check: 'rekognition', category: 'suggestive', label: 'Swimwear or Underwear', score: 0.93 },
      ];
      const verdict = {
        state: 'done',
        host: 'pictures.example',
        decision: 'blur',
        unchecked: false,
        findings,
        warnings,
      };
      await page.evaluate((check) => chrome.storage.session.set({ check }), verdict);
      await page.locator('.checked .badge').waitFor();
    },
  },
  {
    surface: 'sidepanel',
    state: 'may-not-read',
    async arrange(page) {
      const check = {
        state: 'needs-permission',
        host: 'pictures.example',
        url: 'https://pictures.example/a.png',
      };
      await page.evaluate((value) => chrome.storage.session.set({ check: value }), check);
      await page.locator('.checked .button--primary').waitFor();
    },
  },
  {
    surface: 'sidepanel',
    state: 'site',
    async arrange(page) {
      await page.evaluate(() => chrome.storage.session.set({ site: 'https://pictures.example/*' }));
      await page.locator('.site__button').nth(1).waitFor();
    },
  },
  {
    surface: 'sidepanel',
    state: 'history-deleting',
    async arrange(page) {
      await page.locator('.segmented__input').nth(1).check();
      await page.locator('.history__tools .button').nth(1).click();
      await page.locator('.button--danger').waitFor();
    },
  },
  {
    surface: 'sidepanel',
    state: 'history-empty',
    async arrange(page) {
      await page.locator('.segmented__input').nth(1).check();
      await page.locator('.history__tools .button').nth(1).click();
      await page.locator('.button--danger').click();
      await page.locator('.history__none').waitFor();
    },
  },
  {
    surface: 'options',
    state: 'narrow',
    width: 320,
    arrange: (page) => page.locator('.options__connected').waitFor(),
  },
  {
    surface: 'options',
    state: '',
    arrange: (page) => page.locator('.options__connected').waitFor(),
  },
];

/** Of the states, only those whose name contains the argument, e.g. `popup-four`. */
const [only = ''] = process.argv.slice(2);

const all = fileURLToPath(new URL('../packages/extension/dist/screenshots', import.meta.url));
const shown = fileURLToPath(new URL('../docs/images', import.meta.url));
await Promise.all([mkdir(all, { recursive: true }), mkdir(shown, { recursive: true })]);

const proxies = {
  standard: await startRealProxy(patient('standard')),
  strict: await startRealProxy(patient('strict')),
};
try {
  for (const language of ['en', 'ja'] as const) {
    const extension = await launchExtension({ language });
    try {
      for (const shot of SHOTS) await take(extension, shot, language, proxies[shot.policy ?? 'standard']);
      await extension.prefer({ origin: 'http://127.0.0.1:9', language });
      await take(extension, { surface: 'popup', state: 'no-proxy', arrange: waitForSetup }, language);
    } finally {
      await extension.close();
    }
    const fresh = await launchExtension({ language, granted: false });
    try {
      const shot = { surface: 'popup', state: 'first-run', arrange: waitForSetup } as const;
      await take(fresh, shot, language, proxies.standard);
    } finally {
      await fresh.close();
    }
  }
} finally {
  await Promise.all([proxies.standard.stop(), proxies.strict.stop()]);
}

async function take(extension: ExtensionBrowser, shot: Shot, language: Language, proxy?: RealProxy) {
  if (!`${shot.surface}-${shot.state}-${language}`.includes(only)) return;
  if (proxy) await extension.prefer({ origin: proxy.origin, language });
  for (const name of ['draft.tab', 'draft.sidepanel', 'check', 'site'])
    await extension.desk.evaluate((value) => chrome.storage.session.remove(value), name);
  if (!shot.state.startsWith('history'))
    await extension.desk.evaluate(() => chrome.storage.session.remove('run'));
  const page = await extension.open(shot.surface);
  await page.locator('main').waitFor();
  await shot.arrange(page, language);
  await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
  await sizeToContent(page, shot);
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    const name = [shot.surface, shot.state, language, theme].filter(Boolean).join('-');
    await takeScreenshot(page, `${all}/${name}.png`);
    if (BEST.has(name)) await copyFile(`${all}/${name}.png`, `${shown}/extension-${name}.png`);
    console.log(name);
  }
  await page.close();
}

/** @param count Pictures to make; by default as many as the form says. */
async function make(page: Page, prompt: string, count?: number): Promise<void> {
  await page.locator('.composer .more__summary').first().click();
  if (count)
    await page
      .locator('.composer .segmented')
      .nth(1)
      .locator('input')
      .nth(count - 1)
      .check();
  await page.locator('.input--number').fill(SEED);
  await page.locator('.composer .more__summary').first().click();
  await generate(page, prompt);
  // The side panel lists earlier runs, too; the new one is the first as soon as the background has it.
  await page.waitForFunction(async () => {
    const { run } = await chrome.storage.session.get('run');
    return /"phase":"(done|refused)"/.test(JSON.stringify(run) ?? '');
  });
  await page.locator('.status').filter({ hasText: /\S/ }).waitFor();
  await page.locator('.run').first().locator('.facts, .panel').first().waitFor();
}

async function enlarge(page: Page): Promise<void> {
  // Beside the button that reveals it.
  await page
    .locator('.card__open')
    .first()
    .click({ position: { x: 20, y: 60 } });
  await page.locator('.lightbox[open]').waitFor();
}

function waitForSetup(page: Page): Promise<void> {
  return page.locator('.setup').waitFor();
}

/** A popup is as high as its content, up to 600 pixels; the options are shown whole. */
async function sizeToContent(page: Page, { surface, width }: Shot): Promise<void> {
  if (width) await page.setViewportSize({ width, height: 800 });
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  if (surface === 'popup') await page.setViewportSize({ width: width ?? 400, height: Math.min(600, height) });
  if (surface === 'options') await page.setViewportSize({ width: width ?? 900, height });
}
