import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchChromium } from './chromium.ts';
import { closePage, generate, imageColours, openPage } from './page-driver.ts';
import { clearImage, colouredImage, generation, problem, refusal, screened } from './scripts.ts';
import { type StubProxy, startStubProxy } from './stub-proxy.ts';

let browser: Browser;
let stub: StubProxy;
let page: Page;
let green: string;
let grey: string;

beforeAll(async () => {
  [browser, stub, green, grey] = await Promise.all([
    launchChromium(),
    startStubProxy(),
    colouredImage('#00aa00'),
    colouredImage('#888888'),
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

describe('errors', () => {
  it('cancelling reaches the server and keeps the prompt', async () => {
    stub.play(async function* ({ aborted }) {
      yield screened();
      await aborted;
    });
    await generate(page, 'a dog');
    await text('Generating 2 pictures.').or(text('Checking the prompt.')).waitFor();
    await button('Cancel').focus();
    await page.keyboard.press('Enter');
    await status().getByText('Cancelled.').waitFor();
    await stub.exchanges.at(-1)?.aborted;
    expect(await page.locator('textarea').inputValue()).toBe('a dog');
    expect(await button('Generate').evaluate((element) => element === document.activeElement)).toBe(true);
  });

  it('a proxy that is down is reported, and the same request is sent again once it is back', async () => {
    // The form does not wait for the module that sends it, which comes from the same server.
    await page.waitForLoadState('networkidle');
    stub.goDown();
    await generate(page, 'a dog');
    await page.getByRole('alert').getByText('The proxy cannot be reached').waitFor();
    expect(await page.locator('textarea').inputValue()).toBe('a dog');
    stub.comeBack();
    stub.play(generation([clearImage(green), clearImage(grey)]));
    await button('Try again').click();
    await text('Finished: 2 clear.').waitFor();
    expect(stub.exchanges.at(-1)?.body.prompt).toBe('a dog');
  });

  it('a proxy that goes down before the page has loaded all of its modules is reported as down', async () => {
    await page.route(/assets\/client/, (route) => route.abort());
    await page.reload();
    await generate(page, 'a dog');
    await page.getByRole('alert').getByText('The proxy cannot be reached').waitFor();
    await page.unroute(/assets\/client/);
    stub.play(generation([clearImage(green), clearImage(grey)]));
    await button('Try again').click();
    await text('Finished: 2 clear.').waitFor();
  });

  it('a connection that breaks half-way keeps the picture that had arrived', async () => {
    stub.play(async function* () {
      yield screened();
      yield ['image.screened', { index: 0, attempt: 1, image: clearImage(green) }];
    });
    await generate(page, 'a dog');
    await page.getByRole('alert').getByText('The connection broke').waitFor();
    expect(await imageColours(page)).toEqual(['#00aa00']);
  });

  it('a proxy with keys makes the page ask for one, which goes into the header from then on', async () => {
    stub.play(({ authorization }) =>
      authorization === 'Bearer k3y'
        ? { status: 422, body: { code: 'prompt_rejected' } }
        : { status: 401, body: { code: 'unauthorized' } },
    );
    await generate(page, 'a dog');
    await page.getByRole('alert').getByText('The proxy requires a key').waitFor();
    await page.getByLabel('Key', { exact: true }).fill('k3y');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'This prompt was refused' }).waitFor();
    expect(page.url()).not.toContain('k3y');
  });

  it('each problem has a specific title, the time to try again and the server’s message', async () => {
    const problems = [
      [503, 'check_failed', 'The prompt could not be checked'],
      [503, 'generator_busy', 'The image model is busy'],
      [424, 'deadline_exceeded', 'It took too long'],
      [502, 'generator_failed', 'The image model failed'],
      [500, 'internal', 'The proxy had an internal error'],
      [429, 'rate_limited', 'Too many requests'],
      [413, 'payload_too_large', 'The request is too large'],
      [403, 'not_permitted', 'This is not permitted'],
      [400, 'invalid_request', 'These settings were not accepted'],
    ] as const;
    for (const [code, name, title] of problems) {
      stub.play(problem(code, name, { 'retry-after': '5' }));
      await generate(page, 'a dog');
      await page.getByRole('alert').getByText(title).waitFor();
      await page.getByRole('alert').getByText('Try again in 5 seconds.').waitFor();
      await text(`Detail of ${name}.`).waitFor();
    }
  });

  it('a proxy that does not answer is reported, and waited for', async () => {
    const { promise: late, resolve: answer } = Promise.withResolvers<void>();
    stub.play(refusal([0, 1]), late);
    await generate(page, 'a dog');
    await page.getByRole('status').getByText('The proxy has not answered yet. Still waiting.').waitFor();
    answer();
    await page.getByRole('heading', { name: 'This prompt was refused' }).waitFor();
  });

  it('an empty prompt is not sent, and the field says why', async () => {
    const before = stub.exchanges.length;
    await button('Generate').click();
    await text('Write what the picture should show.').waitFor();
    expect(await page.locator('textarea:focus').getAttribute('aria-invalid')).toBe('true');
    expect(stub.exchanges.length).toBe(before);
  });
});
