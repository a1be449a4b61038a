import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type CATEGORIES, presets } from '@shoji/core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FileResult } from '../../packages/curator/src/dataset/file-result.ts';
import { hashOf } from '../../packages/curator/src/dataset/judge.ts';
import { summarise } from '../../packages/curator/src/dataset/report/summary.ts';
import { thumbnails } from '../../packages/curator/src/dataset/report/thumbnails.ts';
import { writeReport } from '../../packages/curator/src/dataset/report/write-report.ts';
import type { OpenedSource } from '../../packages/curator/src/dataset/sources/archives/with-members.ts';
import { SourceError } from '../../packages/curator/src/dataset/sources/source.ts';
import { launchChromium } from '../browser/chromium.ts';
import { type Colour, picture } from './pictures.ts';

const HOSTILE = '<img src=x onerror="window.pwned=1"></script><script>window.pwned=1</script>.png';

const contents = new Map<string, Uint8Array<ArrayBuffer>>();
const source: Pick<OpenedSource, 'readNow'> = {
  readNow: async ({ path }) => {
    const bytes = contents.get(path);
    if (bytes === undefined) throw new SourceError('missing', 'There is no such file.');
    return bytes;
  },
};

async function file(path: string, colour: Colour, about: Partial<FileResult>): Promise<FileResult> {
  const bytes = new Uint8Array(await picture(colour, path.length));
  contents.set(path, bytes);
  const nothing = { findings: [], reasons: [], margin: 1 };
  return {
    path,
    bytes: bytes.length,
    hash: hashOf(bytes),
    width: 96,
    height: 96,
    status: 'clear',
    ...nothing,
    ...about,
  };
}
const finding = (category: (typeof CATEGORIES)[number], score: number) => ({
  check: 'colour',
  category,
  label: 'x',
  score,
});

let root: string;
let browser: Browser;
let results: FileResult[];

async function write(folder: string, policy = presets.standard): Promise<string> {
  const pictures = await thumbnails(results, [], source, policy, 100);
  const facts = {
    source: '/sets/<b>dog</b>',
    policy,
    checks: ['colour'],
    unseen: [],
    costUsd: 0.01,
    stopped: null,
  };
  const prompts = [
    {
      path: 'dataset_info.json',
      field: 'instance_prompt' as const,
      text: '<i>sks</i>',
      pictures: [],
      decision: 'allow' as const,
      findings: [],
    },
  ];
  const summary = summarise(results, { ...facts, prompts, screened: 1, warnings: ['<u>few</u>'] });
  const { html } = await writeReport(folder, { summary, results, thumbnails: pictures, acted: new Map() });
  return html;
}

async function openReport(html: string): Promise<{ page: Page; requests: string[]; errors: string[] }> {
  const page = await browser.newPage();
  const requests: string[] = [];
  const errors: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(pathToFileURL(html).href);
  await page.locator('figure').first().waitFor();
  return { page, requests, errors };
}

const names = (page: Page) => page.locator('main > div figure .name').allTextContents();

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'shoji-report-'));
  const [sexual, violence, near] = [
    finding('sexual', 0.97),
    finding('violence', 0.85),
    finding('violence', 0.78),
  ];
  results = [
    await file('clear.png', 'green', {}),
    await file(HOSTILE, 'yellow', {
      status: 'blur',
      findings: [violence],
      reasons: [violence],
      margin: 0.05,
    }),
    await file('near.png', 'magenta', { findings: [near], margin: 0.02 }),
    await file('red.png', 'red', {
      status: 'withhold',
      findings: [sexual],
      reasons: [sexual],
      margin: 0.07,
      sameAs: 1,
      like: 1,
    }),
    await file('red2.png', 'red', {
      status: 'withhold',
      findings: [sexual],
      reasons: [sexual],
      margin: 0.07,
      sameAs: 1,
      like: 1,
    }),
    await file('minor.png', 'blue', {
      status: 'withhold',
      findings: [finding('sexual-minors', 0.9)],
      margin: 0.6,
    }),
    {
      path: 'broken.png',
      bytes: 3,
      status: 'unchecked',
      findings: [],
      reasons: [],
      margin: 1,
      message: 'It is damaged.',
    },
  ];
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
  await rm(root, { recursive: true, force: true });
});

describe('report.html', () => {
  it('loads nothing, keeps its own CSP, and reads no name as markup', async () => {
    const { page, requests, errors } = await openReport(await write(root));
    expect(requests.filter((url) => !url.startsWith('data:'))).toEqual([
      pathToFileURL(join(root, 'report.html')).href,
    ]);
    expect(errors).toEqual([]);
    expect(await names(page)).toContain(HOSTILE);
    expect(await page.locator('main b, main i, main u').allTextContents()).not.toContain('dog');
    expect(await page.evaluate('window.pwned')).toBeUndefined();
    await page.close();
  });

  it('shows the pictures closest to a threshold first', async () => {
    const { page } = await openReport(await write(root));
    expect((await names(page)).slice(0, 2)).toEqual(['near.png', HOSTILE]);
    await page.close();
  });

  it('has no pixels of a picture in the page before it is revealed and after it is hidden', async () => {
    const { page } = await openReport(await write(root));
    const data = JSON.parse((await page.locator('#data').textContent()) ?? '');
    const uncovered: string[] = data.thumbnails.map((each: { uncovered: string }) => each.uncovered);
    const shown = () =>
      page.locator('img').evaluateAll((images) => images.map((image) => image.getAttribute('src') ?? ''));
    expect(uncovered.length).toBeGreaterThan(3);
    expect((await shown()).filter((src) => uncovered.includes(src))).toEqual([]);
    const button = page.getByRole('button', { name: 'Reveal red.png' });
    await button.focus();
    await page.keyboard.press('Enter');
    expect((await shown()).filter((src) => uncovered.includes(src))).toHaveLength(1);
    await page.getByRole('button', { name: 'Hide red.png' }).click();
    expect((await shown()).filter((src) => uncovered.includes(src))).toEqual([]);
    await page.close();
  });

  it('filters by status, category and score, and shows how many are left', async () => {
    const { page } = await openReport(await write(root));
    await page.getByLabel('Status').selectOption('withhold');
    expect((await names(page)).sort()).toEqual(['minor.png', 'red.png', 'red2.png']);
    await page.getByLabel('Status').selectOption('');
    await page.getByLabel('Category').selectOption('violence');
    expect(await names(page)).toEqual(['near.png', HOSTILE]);
    await page.getByLabel('Score from').fill('0.8');
    expect(await names(page)).toEqual([HOSTILE]);
    expect(await page.getByRole('status').textContent()).toBe('1 of 7 files');
    await page.close();
  });

  it('groups duplicates', async () => {
    const { page } = await openReport(await write(root));
    const group = page.locator('details');
    expect(await group.locator('summary').allTextContents()).toEqual(['same bytes: 2 files, red.png']);
    await group.locator('summary').click();
    await group.locator('figure').first().waitFor();
    expect(await group.locator('.name').allTextContents()).toEqual(['red.png', 'red2.png']);
    await page.close();
  });

  it('holds no copy of a picture that may show minors, and no button under a policy without revealing', async () => {
    const minor = results.find(({ path }) => path === 'minor.png');
    const made = await thumbnails(results, [], source, presets.standard, 100);
    expect(made.has(minor?.hash ?? '')).toBe(false);
    const strict = await write(join(root), presets.strict);
    expect(await readFile(strict, 'utf8')).not.toMatch(/"uncovered":"/);
    const { page } = await openReport(strict);
    expect(await page.locator('button.image:not([disabled])').count()).toBe(0);
    await page.close();
  });
});
