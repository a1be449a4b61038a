import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchChromium } from './chromium.ts';
import { closePage, generate, imageColours, openPage } from './page-driver.ts';
import {
  blurredImage,
  clearImage,
  colouredImage,
  completed,
  generation,
  refusal,
  screened,
  withheldImage,
} from './scripts.ts';
import { type StubProxy, startStubProxy } from './stub-proxy.ts';

let browser: Browser;
let stub: StubProxy;
let page: Page;
let green: string;
let grey: string;
let red: string;

beforeAll(async () => {
  [browser, stub] = await Promise.all([launchChromium(), startStubProxy()]);
  [green, grey, red] = await Promise.all([
    colouredImage('#00aa00'),
    colouredImage('#888888'),
    colouredImage('#aa0000'),
  ]);
});
afterAll(async () => {
  await browser.close();
  await stub.stop();
});
beforeEach(async () => {
  page = await openPage(browser, stub.origin);
});
afterEach(() => closePage(page));

const text = (content: string | RegExp) => page.getByText(content).first();
const button = (name: string | RegExp) => page.getByRole('button', { name });
const status = () => page.getByRole('status');

describe('a generation', () => {
  it('sends the form and shows the clear pictures with their seeds and timings', async () => {
    stub.play(generation([clearImage(green), clearImage(grey)]));
    await page.getByLabel('Negative prompt').fill('rain');
    await page.getByRole('radio', { name: /Portrait/ }).check();
    await page.getByLabel('Seed', { exact: true }).fill('7');
    await generate(page, 'a dog in a suit');
    await text('Finished: 2 clear.').waitFor();
    expect(stub.exchanges.at(-1)?.body).toEqual({
      prompt: 'a dog in a suit',
      negative_prompt: 'rain',
      n: 2,
      width: 512,
      height: 768,
      seed: 7,
      steps: 30,
      guidance_scale: 7.5,
    });
    expect(await imageColours(page)).toEqual(['#00aa00', '#888888']);
    expect(await page.getByRole('img').first().getAttribute('alt')).toBe('Picture 1: a dog in a suit');
    await text('Timings and details').click();
    await text('7, 8').waitFor();
    await text('US$ 0.017').waitFor();
  });

  it('shows each stage as its event arrives', async () => {
    const gates = Array.from({ length: 5 }, () => Promise.withResolvers<void>());
    const open = (index: number) => gates[index]?.resolve();
    stub.play(async function* () {
      await gates[0]?.promise;
      yield screened();
      yield ['generation.started', { attempt: 1, seeds: [7, 8] }];
      await gates[1]?.promise;
      yield ['generation.progress', { attempt: 1, fraction: 0.42 }];
      await gates[2]?.promise;
      yield ['image.screened', { index: 0, attempt: 1, image: clearImage(green) }];
      await gates[3]?.promise;
      yield ['image.screened', { index: 1, attempt: 1, image: withheldImage() }];
      yield ['generation.regenerating', { attempt: 2, images: [1] }];
      await gates[4]?.promise;
      yield ['image.screened', { index: 1, attempt: 2, image: clearImage(grey) }];
      yield completed([clearImage(green), clearImage(grey)], { attempts: 2 });
    });
    await generate(page, 'a dog');
    await status().getByText('Checking the prompt.').waitFor();
    open(0);
    await status().getByText('Generating 2 pictures.').waitFor();
    open(1);
    await text('42 %').waitFor();
    open(2);
    await status().getByText('Checking the pictures: 1 of 2 done.').waitFor();
    open(3);
    await status().getByText('Generating again, attempt 2.').waitFor();
    open(4);
    await status().getByText('Finished: 2 clear.').waitFor();
  });

  it('says why pictures are blurred and marks the matched words in the prompt and in the field', async () => {
    const prompt = {
      code: 'prompt_suggestive',
      message: '',
      category: 'suggestive',
      check: 'rules',
      span: [2, 6],
    };
    const image = {
      code: 'image_suggestive',
      message: '',
      category: 'suggestive',
      check: 'rekognition',
      image: 0,
    };
    stub.play(generation([blurredImage(grey, red)], { warnings: [prompt, image] }));
    await page.getByRole('radio', { name: '1', exact: true }).check();
    await generate(page, 'a warm evening');
    await text('Finished: 1 blurred.').waitFor();
    await text('The prompt is suggestive.').waitFor();
    await text('Matched: “warm”').waitFor();
    await text('suggestive content').waitFor();
    expect(await page.locator('mark').allTextContents()).toEqual(['warm', 'warm']);
    await page.locator('textarea').fill('a mild evening');
    expect(await page.locator('mark').allTextContents()).toEqual(['warm']);
  });

  it('distinguishes a withheld picture from one that could not be checked', async () => {
    stub.play(
      generation([withheldImage(), withheldImage([]), withheldImage()], {
        warnings: [
          { code: 'image_nudity', message: '', category: 'nudity', image: 0 },
          { code: 'check_failed', message: '', check: 'rekognition', image: 1 },
          { code: 'image_nudity', message: '', category: 'nudity', image: 2 },
          { code: 'check_failed', message: '', check: 'rekognition', image: 2 },
        ],
      }),
    );
    await page.getByRole('radio', { name: '3', exact: true }).check();
    await generate(page, 'a dog');
    await text('Finished: 2 withheld, 1 could not be checked.').waitFor();
    const cards = page.getByRole('listitem').filter({ has: page.getByRole('heading', { level: 3 }) });
    expect(await cards.nth(0).textContent()).toMatch(/Withheld[\s\S]*nudity/);
    expect(await cards.nth(1).textContent()).toMatch(/Could not be checked/);
    // The failure of one check does not hide the findings of another.
    expect(await cards.nth(2).textContent()).toMatch(/Withheld[\s\S]*nudity/);
    await page.locator('.card__open').nth(1).click();
    const lightbox = page.getByRole('dialog');
    await lightbox.getByText('It was not found to be unsafe.').waitFor();
    await page.keyboard.press('ArrowRight');
    await lightbox.getByText(/may show nudity/).waitFor();
    await lightbox.getByText(/rekognition/).waitFor();
    await page.keyboard.press('Escape');
    expect(await page.getByRole('img').count()).toBe(0);
  });

  it('generates again with another seed, and a variation of a picture with the picture’s seed', async () => {
    stub.play(generation([clearImage(green), clearImage(grey)]));
    await generate(page, 'a dog');
    await button('Again with a new seed').click();
    await expect.poll(() => stub.exchanges.at(-1)?.body.seed).toEqual(expect.any(Number));
    await expect.poll(() => page.getByRole('article').count()).toBe(2);
    await page.locator('.card__open').nth(1).click();
    await button('Vary, picture 2').click();
    expect(await page.getByLabel('Seed', { exact: true }).inputValue()).toBe('8');
    expect(await page.locator('textarea').evaluate((field) => field === document.activeElement)).toBe(true);
  });

  it('sends a picture to start from, scaled and without its metadata, and says why it was refused', async () => {
    stub.setPolicy({ name: 'standard', generator: { name: 'sd', kind: 'model', input_image: true } });
    await page.reload();
    const photo = await sharp({ create: { width: 2000, height: 1000, channels: 3, background: '#00aa00' } })
      .withExif({ IFD0: { ImageDescription: 'where it was taken' } })
      .png()
      .toBuffer();
    await page
      .getByLabel('Start from a picture')
      .setInputFiles({ name: 'photo.png', mimeType: 'image/png', buffer: photo });
    await page.getByRole('img', { name: 'The picture to start from' }).waitFor();
    stub.play(() => ({
      status: 422,
      body: {
        code: 'image_rejected',
        warnings: [{ code: 'image_nudity', message: '', category: 'nudity' }],
      },
    }));
    await generate(page, 'a dog');
    await page.getByRole('alert').getByText('The picture may show nudity.').waitFor();
    const sent = stub.exchanges.at(-1)?.body.image;
    expect(sent).toEqual({ b64: expect.any(String), strength: 0.6 });
    const b64 = typeof sent === 'object' && sent !== null && 'b64' in sent ? String(sent.b64) : '';
    const { format, width, height, exif } = await sharp(Buffer.from(b64, 'base64')).metadata();
    expect({ format, width, height, exif }).toEqual({
      format: 'jpeg',
      width: 1024,
      height: 512,
      exif: undefined,
    });
    stub.setPolicy({ name: 'standard' });
  });

  it('saves a blurred picture as it is shown', async () => {
    stub.play(generation([blurredImage(grey, red)]));
    await generate(page, 'a dog');
    const save = async () => {
      const [download] = await Promise.all([page.waitForEvent('download'), button(/Download/).click()]);
      return {
        name: download.suggestedFilename(),
        b64: (await readFile(await download.path())).toString('base64'),
      };
    };
    await button(/Reveal/).waitFor();
    expect(await save()).toEqual({ name: 'shoji-gen_1-1-blurred.png', b64: grey });
    await button(/Reveal/).click();
    expect(await save()).toEqual({ name: 'shoji-gen_1-1.png', b64: red });
  });
});

describe('a refusal', () => {
  it('names category and words, suggests another wording, and keeps the prompt in the field', async () => {
    stub.play(refusal([2, 7]));
    await generate(page, 'a fight in the street');
    await page.getByRole('heading', { name: 'This prompt was refused' }).waitFor();
    await text('The prompt describes violence.').waitFor();
    await text('Matched: “fight”').waitFor();
    await text(/moment before or after/).waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
    await button('Edit the prompt').click();
    const field = page.locator('textarea:focus');
    expect(await field.inputValue()).toBe('a fight in the street');
    expect(await field.getAttribute('aria-invalid')).toBe('true');
  });

  it('keeps earlier pictures on the screen', async () => {
    stub.play(generation([clearImage(green), clearImage(grey)]));
    await generate(page, 'a dog');
    await text('Finished: 2 clear.').waitFor();
    stub.play(refusal(undefined));
    await generate(page, 'a fight');
    await page.getByRole('heading', { name: 'This prompt was refused' }).waitFor();
    expect(await imageColours(page)).toEqual(['#00aa00', '#888888']);
  });
});

describe('language and appearance', () => {
  it('switch at once, are set on the document, and are remembered', async () => {
    await page.getByRole('radio', { name: '日本語' }).check();
    await page.getByRole('radio', { name: 'ダーク' }).check();
    await button('画像を生成').waitFor();
    const root = () =>
      page.evaluate(() => ({ ...document.documentElement.dataset, lang: document.documentElement.lang }));
    expect(await root()).toEqual({ theme: 'dark', lang: 'ja' });
    await page.reload();
    await button('画像を生成').waitFor();
    expect(await root()).toEqual({ theme: 'dark', lang: 'ja' });
  });

  it('says before the first picture that no model is connected', async () => {
    stub.setPolicy({
      name: 'standard',
      generator: { name: 'sample', kind: 'sample', max_images: 2 },
      uncovered: { prompt: [], image: ['hate', 'gambling'] },
    });
    await page.reload();
    await text('No image model is connected.').waitFor();
    await text('Not covered by any check').click();
    await text('In pictures: hate, gambling.').waitFor();
    expect(await page.getByRole('radio', { name: '3', exact: true }).count()).toBe(0);
  });

  it('reports when the server does not list the categories that its checks cannot see', async () => {
    stub.setPolicy({ name: 'standard' });
    await page.reload();
    await text('The proxy does not say what its checks cannot see.').waitFor();
  });
});

describe('the typed prompt', () => {
  it('is restored by Ctrl+Z after an example has replaced it', async () => {
    await page.locator('textarea').click();
    await page.keyboard.type('half a thought');
    await button('A quiet temple garden after the rain').click();
    const value = () => page.locator('textarea').inputValue();
    expect(await value()).toBe('A quiet temple garden after the rain');
    await page.keyboard.press('Control+z');
    expect(await value()).toBe('half a thought');
  });

  it('is kept whole when a paste exceeds the limit, with a message, and is not sent', async () => {
    const sent = stub.exchanges.length;
    await page.locator('textarea').fill('x'.repeat(100_000));
    await text(/^90,000 characters too many/).waitFor();
    await button('Generate').click();
    expect(await page.locator('textarea').inputValue()).toHaveLength(100_000);
    expect(stub.exchanges).toHaveLength(sent);
  });

  it('is restored after a reload of the page', async () => {
    await page.locator('textarea').fill('half a thought');
    await page.reload();
    await expect.poll(() => page.locator('textarea').inputValue()).toBe('half a thought');
  });
});
