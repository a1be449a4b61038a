import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { imageColours } from '../browser/page-driver.ts';
import {
  blurredImage,
  clearImage,
  colouredImage,
  completed,
  generation,
  refusal,
  screened,
  withheldImage,
} from '../browser/scripts.ts';
import { type Script, type StubProxy, startStubProxy } from '../browser/stub-proxy.ts';
import { type ExtensionBrowser, launchExtension } from './chromium-extension.ts';
import { badge, generate, startAfresh } from './support.ts';

let extension: ExtensionBrowser;
let stub: StubProxy;
let green: string;
let grey: string;
let red: string;
let popup: Page;

beforeAll(async () => {
  [extension, stub] = await Promise.all([launchExtension(), startStubProxy()]);
  [green, grey, red] = await Promise.all([
    colouredImage('#00aa00'),
    colouredImage('#888888'),
    colouredImage('#aa0000'),
  ]);
  stub.setPolicy({ name: 'standard', reveal: true });
  await extension.prefer({ origin: stub.origin });
});
afterAll(async () => {
  await extension.close();
  await stub.stop();
});
beforeEach(async () => {
  await startAfresh(extension);
  popup = await extension.open('popup');
});
afterEach(() => popup.close());

const text = (content: string | RegExp) => popup.getByText(content).first();
const button = (name: string | RegExp) => popup.getByRole('button', { name });
const reopen = async () => {
  await popup.close();
  popup = await extension.open('popup');
};

/** A generation that stops after the prompt was screened, until it is released. */
function held(): { script: Script; letGo: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return {
    letGo: resolve,
    async *script({ aborted }) {
      yield screened();
      yield ['generation.started', { attempt: 1, seeds: [7, 8] }];
      await Promise.race([promise, aborted]);
      yield* [
        ['image.screened', { index: 0, attempt: 1, image: clearImage(green) }],
        ['image.screened', { index: 1, attempt: 1, image: blurredImage(grey, red) }],
        completed([clearImage(green), blurredImage(grey, red)]),
      ] as const;
    },
  };
}

describe('the popup', () => {
  it('is ready to type into, and shows a generation from its first stage to its pictures', async () => {
    await popup.locator('textarea:focus').waitFor();
    const { script, letGo } = held();
    stub.play(script);
    await generate(popup, 'a dog in a suit');
    await text('Generating 2 pictures.').waitFor();
    letGo();
    await text('Finished: 1 clear, 1 blurred.').waitFor();
    expect(await imageColours(popup)).toEqual(['#00aa00', '#888888']);
    expect(stub.exchanges.at(-1)?.body).toMatchObject({ prompt: 'a dog in a suit', n: 2, width: 512 });
  });

  it('shows the result when it is closed and opened again', async () => {
    const { script, letGo } = held();
    stub.play(script);
    await generate(popup, 'a dog');
    await text('Generating 2 pictures.').waitFor();
    await popup.close();
    await extension.unwatched();
    expect(await badge(extension)).toBe('…');
    letGo();
    await expect.poll(() => badge(extension)).toBe('2');
    popup = await extension.open('popup');
    await text('Finished: 1 clear, 1 blurred.').waitFor();
    await expect.poll(() => popup.locator('.folded__prompt').textContent()).toBe('Prompt: a dog');
    await expect.poll(() => badge(extension)).toBe('');
    await button(/Reveal, picture 2/).click();
    await expect.poll(() => imageColours(popup)).toEqual(['#00aa00', '#aa0000']);
    await button(/Reveal, picture 2/).click();
    await expect.poll(() => imageColours(popup)).toEqual(['#00aa00', '#888888']);
  });

  it('shows the stage of a running job when it is opened, and can cancel the job', async () => {
    stub.play(held().script);
    await generate(popup, 'a dog');
    await text('Generating 2 pictures.').waitFor();
    await reopen();
    await text('Generating 2 pictures.').waitFor();
    await button('Cancel').click();
    await popup.getByRole('status').getByText('Cancelled.').waitFor();
    await stub.exchanges.at(-1)?.aborted;
    expect(await popup.locator('textarea').inputValue()).toBe('a dog');
  });

  it('notifies the person of the end only if that is enabled and no surface is visible', async () => {
    const told = () => extension.desk.evaluate(async () => Object.keys(await chrome.notifications.getAll()));
    await extension.prefer({ origin: stub.origin, notify: true });
    stub.play(generation([clearImage(green), clearImage(grey)]));
    await generate(popup, 'a dog');
    await text('Finished: 2 clear.').waitFor();
    expect(await told()).toEqual([]);
    const { script, letGo } = held();
    stub.play(script);
    await generate(popup, 'a dog');
    await text('Generating 2 pictures.').waitFor();
    await popup.close();
    await extension.unwatched();
    letGo();
    await expect.poll(told).toEqual(['shoji-run']);
    await extension.prefer({ origin: stub.origin });
    const opened = extension.context.waitForEvent('page');
    await extension.clickNotification('shoji-run');
    popup = await opened;
    await popup.getByText(/^Finished: /).waitFor();
    await expect.poll(told).toEqual([]);
  });

  it('keeps the draft of the prompt', async () => {
    await popup.locator('textarea').fill('half a thou');
    await popup.getByText('Size, number and more').click();
    await popup.getByRole('radio', { name: /Portrait/ }).check();
    await reopen();
    expect(await popup.locator('textarea').inputValue()).toBe('half a thou');
    await popup.getByText('Size, number and more').click();
    expect(await popup.getByRole('radio', { name: /Portrait/ }).isChecked()).toBe(true);
  });

  it('shares no draft with the panel, and inserts a page’s text so that Ctrl+Z restores the typed prompt', async () => {
    await popup.locator('textarea').fill('in the popup');
    const panel = await extension.open('sidepanel');
    const value = () => panel.locator('textarea').inputValue();
    expect(await value()).toBe('');
    await panel.locator('textarea').fill('in the panel');
    await popup.close();
    await extension.choose({ menuItemId: 'use-selection', selectionText: 'words of a page' });
    await expect.poll(value).toBe('words of a page');
    await panel.locator('textarea').press('Control+z');
    await expect.poll(value).toBe('in the panel');
    await panel.close();
    popup = await extension.open('popup');
    expect(await popup.locator('textarea').inputValue()).toBe('in the popup');
  });

  it('generates again with another seed', async () => {
    stub.play(generation([clearImage(green), clearImage(grey)]));
    await generate(popup, 'a dog');
    await button('Again with a new seed').click();
    await expect.poll(() => stub.exchanges.at(-1)?.body.seed).toEqual(expect.any(Number));
    await text('Finished: 2 clear.').waitFor();
  });

  it('shows a refusal with its reason, and a withheld picture without pixels', async () => {
    stub.play(refusal([2, 7]));
    await generate(popup, 'a fight in the street');
    await popup.getByRole('heading', { name: 'This prompt was refused' }).waitFor();
    await text('Matched: “fight”').waitFor();
    stub.play(generation([withheldImage(), withheldImage()]));
    await generate(popup, 'a dog');
    await text('Finished: 2 withheld.').waitFor();
    expect(await popup.getByRole('img').count()).toBe(0);
  });

  it('shows four pictures at once, of any shape, and one large by keyboard alone', async () => {
    await extension.prefer({ origin: stub.origin, defaults: { n: 4 } });
    onTestFinished(() => extension.prefer({ origin: stub.origin }));
    await reopen();
    await popup.setViewportSize({ width: 400, height: 600 });
    for (const shape of ['Square', 'Portrait', 'Landscape']) {
      const edit = popup.locator('.folded__edit');
      if (await edit.isVisible()) await edit.click();
      await popup.getByText('Size, number and more').click();
      await popup.getByRole('radio', { name: shape }).check();
      stub.play(generation([clearImage(green), blurredImage(grey, red), withheldImage(), clearImage(grey)]));
      await generate(popup, `a dog, ${shape}`);
      // The pictures of the run before are still there as this one begins.
      await popup.getByRole('button', { name: `Picture 4: a dog, ${shape}` }).waitFor();
      await text('Finished: 2 clear, 1 blurred, 1 withheld.').waitFor();
      const at = await popup
        .locator('.card')
        .evaluateAll((cards) =>
          cards.map((card) => card.getBoundingClientRect()).map(({ top, bottom }) => ({ top, bottom })),
        );
      expect(at).toHaveLength(4);
      expect(Math.min(...at.map(({ top }) => top)), shape).toBeGreaterThanOrEqual(0);
      expect(Math.max(...at.map(({ bottom }) => bottom)), shape).toBeLessThanOrEqual(600);
      // From the top of the page, also where it was scrolled.
      const scrolled = await popup.evaluate(() => window.scrollY);
      expect(Math.min(...at.map(({ top }) => top)) + scrolled, shape).toBeLessThan(170);
    }
    const first = popup.getByRole('button', { name: 'Picture 1: a dog, Landscape' });
    await first.focus();
    await popup.keyboard.press('Enter');
    const lightbox = popup.getByRole('dialog', { name: 'Picture, large' });
    await lightbox.getByText('1 of 4').waitFor();
    await popup.keyboard.press('ArrowLeft');
    await lightbox.getByText('4 of 4').waitFor();
    await popup.keyboard.press('ArrowLeft');
    await lightbox.getByText('3 of 4').waitFor();
    expect(await lightbox.getByRole('img').count()).toBe(0);
    await popup.keyboard.press('Escape');
    await expect.poll(() => lightbox.count()).toBe(0);
    expect(await first.evaluate((button) => button === document.activeElement)).toBe(true);
  });

  it('works the same as the real popup beside the toolbar button', async () => {
    await popup.close();
    stub.play(generation([clearImage(green), clearImage(grey)]));
    const { page: real, close } = await extension.openRealPopup();
    await real.locator('textarea').waitFor();
    await expect.poll(() => real.evaluate(() => window.innerWidth)).toBe(400);
    expect(await real.evaluate(() => window.innerHeight)).toBeLessThanOrEqual(600);
    await real.locator('textarea').fill('a dog');
    await real.getByRole('button', { name: 'Generate' }).click();
    await real.getByText('Finished: 2 clear.').waitFor();
    await close();
    popup = await extension.open('popup');
    await text('Finished: 2 clear.').waitFor();
  });
});

describe('when the background is ended during a job', () => {
  it('an open popup shows it without being asked, with a button to try again', async () => {
    stub.play(held().script);
    await generate(popup, 'a dog');
    await text('Generating 2 pictures.').waitFor();
    await extension.killWorker();
    await popup.getByRole('alert').getByText('The generation was stopped').waitFor();
    await stub.exchanges.at(-1)?.aborted;
    stub.play(generation([clearImage(green), clearImage(grey)]));
    await button('Try again').click();
    await text('Finished: 2 clear.').waitFor();
    expect(stub.exchanges.at(-1)?.body.prompt).toBe('a dog');
  });

  it('a popup that is opened afterwards shows that the job is lost', async () => {
    stub.play(held().script);
    await generate(popup, 'a dog');
    await text('Generating 2 pictures.').waitFor();
    await popup.close();
    await extension.killWorker();
    popup = await extension.open('popup');
    await popup.getByRole('alert').getByText('The generation was stopped').waitFor();
    expect(await popup.locator('textarea').inputValue()).toBe('a dog');
  });
});

describe('the proxy', () => {
  it('is down: the popup shows that, loses nothing, and sends the same request once it is back', async () => {
    stub.goDown();
    await generate(popup, 'a dog');
    await popup.getByText(`No proxy answers at ${stub.origin}`).waitFor();
    // One trouble, one panel, one button.
    await expect.poll(() => popup.locator('.panel').count()).toBe(1);
    expect(await popup.locator('.panel .button').count()).toBe(1);
    await reopen();
    await popup.getByText(`No proxy answers at ${stub.origin}`).waitFor();
    expect(await popup.locator('textarea').inputValue()).toBe('a dog');
    stub.comeBack();
    stub.play(generation([clearImage(green), clearImage(grey)]));
    await popup.getByRole('button', { name: 'Try again' }).click();
    await text('Finished: 2 clear.').waitFor();
    await expect.poll(() => popup.getByText('No proxy answers').count()).toBe(0);
  });

  it('asks for a key: it is sent in the header, remembered for the session, and never in a URL', async () => {
    stub.play(({ authorization }) =>
      authorization === 'Bearer k3y'
        ? { status: 422, body: { code: 'prompt_rejected' } }
        : { status: 401, body: { code: 'unauthorized' } },
    );
    await generate(popup, 'a dog');
    await popup.getByRole('alert').getByText('The proxy requires a key').waitFor();
    await popup.getByText('Kept until the browser is closed, and sent to the proxy only.').waitFor();
    await popup.getByLabel('Key', { exact: true }).fill('k3y');
    await popup.keyboard.press('Enter');
    await popup.getByRole('heading', { name: 'This prompt was refused' }).waitFor();
    const stored = await extension.desk.evaluate(() => chrome.storage.local.get(null));
    expect(JSON.stringify(stored)).not.toContain('k3y');
    expect(popup.url()).not.toContain('k3y');
  });
});
