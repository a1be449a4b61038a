import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { randomFrom } from '@shoji/core/text';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LabelledPrompt } from '../../packages/curator/src/classifier/labelled.ts';
import { type Answer, measure } from '../../packages/curator/src/classifier/measure/measure.ts';
import { reportHtml } from '../../packages/curator/src/classifier/report/page-data.ts';
import { type Report, withoutPrompts } from '../../packages/curator/src/classifier/report/report.ts';
import { launchChromium } from '../browser/chromium.ts';

const HOSTILE = '<img src=x onerror="window.pwned=1"></td><script>window.pwned=1</script> & \u202e"quoted"';

/** A good check, a less good one, and one that read nothing; hostile texts, files and names. */
function report(): Report {
  const random = randomFrom(4);
  const prompts = Array.from({ length: 120 }, (_, index): LabelledPrompt => {
    const unsafe = index % 3 === 0;
    return {
      text: `${HOSTILE} ${index}`,
      unsafe,
      ...(unsafe && index % 2 === 0 && { category: 'violence' as const }),
      language: 'en',
      source: 'made-up',
      at: `<b>data</b>.csv:${index + 2}`,
    };
  });
  const check = (name: string, noise: number) => ({
    name,
    answers: prompts.map(({ unsafe }): Answer => {
      const score = Math.min(1, Math.max(0, (unsafe ? 0.8 : 0.2) + noise * (random() - 0.5)));
      return { kind: 'read', score, flagged: score >= 0.5, ...(score >= 0.5 && { category: 'violence' }) };
    }),
  });
  const checks = [
    check('good', 0.9),
    check('<i>less</i> good', 1.8),
    { name: 'unread', answers: prompts.map((): Answer => ({ kind: 'failed' })) },
  ];
  return {
    title: 'Checks <u>side</u> by side',
    facts: ['Measured on <u>made-up</u> prompts.'],
    warnings: ['There are <u>few</u> prompts.'],
    measured: measure(prompts, checks, 0.05),
    spent: new Map([['good', 0.0123]]),
  };
}

let root: string;
let browser: Browser;
beforeAll(async () => {
  [root, browser] = await Promise.all([mkdtemp(join(tmpdir(), 'shoji-page-')), launchChromium()]);
});
afterAll(async () => {
  await browser.close();
  await rm(root, { recursive: true, force: true });
});

async function open(page: Page, shown: Report): Promise<string[]> {
  const wrong: string[] = [];
  const file = join(root, 'report.html');
  const url = pathToFileURL(file).href;
  await writeFile(file, reportHtml(shown));
  page.on('console', (message) => wrong.push(message.text()));
  page.on('pageerror', (error) => wrong.push(error.message));
  page.on('request', (request) => request.url() !== url && wrong.push(request.url()));
  await page.goto(url);
  return wrong;
}

it('is one file that loads nothing, keeps its own CSP, and reads no text as markup', async () => {
  const page = await browser.newPage();
  const wrong = await open(page, report());
  expect(await page.locator('h1').textContent()).toBe('Checks <u>side</u> by side');
  expect(await page.locator('main u, main i, main img, main script').count()).toBe(0);
  expect(await page.locator('bdi').first().textContent()).toMatch(HOSTILE.slice(0, 4));
  expect(await page.evaluate('window.pwned')).toBeUndefined();
  expect(wrong).toEqual([]);
  await page.close();
});

it('covers the prompts until they are revealed, by the keyboard too, and works without them', async () => {
  const page = await browser.newPage();
  await open(page, report());
  const details = page.locator('details').first();
  const prompt = details.locator('bdi').first();
  expect(await prompt.isVisible()).toBe(false);
  await details.locator('summary').focus();
  await page.keyboard.press('Enter');
  await prompt.waitFor({ state: 'visible' });
  expect(await prompt.textContent()).toContain(HOSTILE);
  await open(page, withoutPrompts(report()));
  expect(await page.content()).not.toContain('onerror');
  expect(await page.content()).toContain('data');
  await page.close();
});

it('draws every measured check into every chart, and describes it in words', async () => {
  const page = await browser.newPage();
  await open(page, report());
  for (const name of ['ROC curve', 'Precision and recall', 'Reliability']) {
    const chart = page.getByRole('img', { name });
    expect(await chart.locator('polyline').count()).toBe(2);
    const points = await chart
      .locator('polyline')
      .evaluateAll((lines) => lines.map((line) => line.getAttribute('points') ?? ''));
    expect(points.join(' ')).toMatch(/^[\d., ]+$/);
    expect(await chart.locator('desc').textContent()).toMatch(/good: .*\d\.\d{3}/);
  }
  await page.close();
});

it.each(['light', 'dark'] as const)('has no violation that axe finds, %s', async (colorScheme) => {
  const page = await browser.newPage({ colorScheme, viewport: { width: 340, height: 700 } });
  await open(page, report());
  for (const summary of await page.locator('summary').all()) await summary.click();
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(340);
  await page.evaluate(axe.source);
  // Another theme changes only colours; the rest is the same document.
  const options = colorScheme === 'light' ? {} : { runOnly: ['color-contrast'] };
  const { violations } = await page.evaluate<axe.AxeResults>(`axe.run(${JSON.stringify(options)})`);
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  await page.close();
});
