import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { type BrowserContext, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SOURCE_CONDITION } from '../../scripts/source-condition.ts';
import { CHROMIUM_ARGS, findChromium } from '../browser/chromium.ts';

const CORE = fileURLToPath(new URL('../../packages/core/src/index.ts', import.meta.url));
const SCRIPT = `
  import { rules, smallPromptClassifier } from ${JSON.stringify(CORE)};
  const screen = rules();
  const small = smallPromptClassifier();
  globalThis.check = async (prompt) => ({
    rules: screen.match(prompt),
    small: await small.classify(prompt, { signal: new AbortController().signal }),
  });`;

let folder = '';
let context: BrowserContext | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prompt-page-'));
  const csp = { extension_pages: "script-src 'self'; object-src 'none'" };
  const manifest = {
    manifest_version: 3,
    name: 'prompt',
    version: '1',
    content_security_policy: csp,
    background: { service_worker: 'worker.js' },
  };
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
  await writeFile(join(folder, 'worker.js'), '');
  await writeFile(
    join(folder, 'page.html'),
    '<!doctype html><meta charset="utf-8"><script src="page.js"></script>',
  );
  const stdin = { contents: SCRIPT, resolveDir: folder };
  await build({
    stdin,
    bundle: true,
    minify: true,
    format: 'iife',
    platform: 'browser',
    conditions: [SOURCE_CONDITION, 'module'],
    outfile: join(folder, 'page.js'),
    logLevel: 'silent',
  });
  context = await chromium.launchPersistentContext('', {
    executablePath: findChromium(),
    headless: true,
    args: [...CHROMIUM_ARGS, `--load-extension=${folder}`, `--disable-extensions-except=${folder}`],
    ignoreDefaultArgs: ['--disable-extensions'],
  });
});

afterAll(async () => {
  await context?.close();
  if (folder) await rm(folder, { recursive: true });
});

describe('in an extension page', () => {
  it('rules and the small model find what they find in Node', async () => {
    if (!context) throw new Error('No browser.');
    const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
    const page = await context.newPage();
    await page.goto(`chrome-extension://${new URL(worker.url()).host}/page.html`);
    const check = (prompt: string) => page.evaluate(`check(${JSON.stringify(prompt)})`);
    expect(await check('a s\u00e9xy w\u03bfman')).toMatchObject({
      rules: [{ category: 'suggestive', label: 'sexy', span: [2, 6] }],
    });
    expect(await check('セクシーな女性')).toMatchObject({
      rules: [{ category: 'suggestive', span: [0, 4] }],
    });
    expect(await check('a dog in a suit')).toMatchObject({ rules: [] });
    expect(await check('a pile of mutilated corpses covered in blood')).toMatchObject({
      small: { findings: [{ check: 'small', score: expect.any(Number) }] },
    });
    expect(await check('ένας σκύλος στον κήπο')).toMatchObject({ small: { skipped: 'language' } });
  });
});
