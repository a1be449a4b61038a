import { UnscreenedImage } from '@shoji/core';
import { fakeGenerator } from '@shoji/core/testing';
import { sharpCodec } from '@shoji/pixels';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { engine, startProxy } from '../clients/support.ts';
import { animationOf } from '../upstreams/pictures.ts';
import { launchChromium } from './chromium.ts';
import { closePage, generate, openPage } from './page-driver.ts';
import { generation } from './scripts.ts';
import { type StubProxy, startStubProxy } from './stub-proxy.ts';

let browser: Browser;
let stub: StubProxy;
beforeAll(async () => {
  [browser, stub] = await Promise.all([launchChromium(), startStubProxy()]);
});
afterAll(() => Promise.all([browser.close(), stub.stop()]));

const answerSchema = z.object({
  images: z.array(
    z.object({
      decision: z.string(),
      media_type: z.string(),
      b64: z.string(),
      original: z.null(),
      findings: z.array(z.unknown()),
    }),
  ),
  warnings: z.array(
    z.object({ code: z.string(), message: z.string(), image: z.int().optional(), frames: z.unknown() }),
  ),
});

/** The answer of `POST /v1/generations` for a generator that makes an animation of eight greys, four of which are judged. */
async function answerOf() {
  const frames = await Promise.all(
    [10, 60, 110, 160, 190, 210, 230, 250].map((level) =>
      sharp({ create: { width: 64, height: 64, channels: 3, background: { r: level, g: level, b: level } } })
        .png()
        .toBuffer(),
    ),
  );
  const file = await animationOf(frames, 'gif');
  const generator = {
    ...fakeGenerator(),
    generate: async () => ({ images: [new UnscreenedImage(new Uint8Array(file))] }),
  };
  const codec = sharpCodec({ animations: { maxJudged: 4 } });
  const proxy = await startProxy([], { engine: engine({ generator, codec }) });
  const answer = await fetch(`${proxy.url}/v1/generations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ prompt: 'a dog', n: 1, width: 64, height: 64 }),
  });
  const told = answerSchema.parse(await answer.json());
  await proxy.close();
  return told;
}

describe('an animation on the page', () => {
  it.each([
    ['en', '4 of 8 frames', 'It is shown with 4 of its 8 frames only.'],
    ['ja', '4/8 フレーム', '検査した 4/8 フレーム'],
  ] as const)(
    'plays with its judged frames, and says how many these are (%s)',
    async (language, short, whole) => {
      const { images, warnings } = await answerOf();
      expect(images).toMatchObject([{ decision: 'clear', media_type: 'image/webp' }]);
      expect(warnings).toMatchObject([{ code: 'animation_sampled', image: 0, frames: { kept: 4, of: 8 } }]);
      stub.play(generation(images, { warnings }));
      const page = await openPage(browser, stub.origin, { language });
      await generate(page, 'a dog');
      const image = page.getByRole('img').first();
      await image.waitFor();
      const decoded = await image.evaluate(async (element) => {
        if (!(element instanceof HTMLImageElement)) return undefined;
        await element.decode();
        const data = await (window.liveUrls.get(element.src) ?? new Blob()).arrayBuffer();
        const decoder = new ImageDecoder({ data, type: 'image/webp' });
        await decoder.tracks.ready;
        await decoder.completed;
        const { animated, frameCount, repetitionCount } = decoder.tracks.selectedTrack ?? {};
        return { width: element.naturalWidth, animated, frameCount, endless: repetitionCount === Infinity };
      });
      expect(decoded).toEqual({ width: 64, animated: true, frameCount: 4, endless: true });
      await page.getByText(short).first().waitFor();
      await image.click();
      await page.getByText(whole).first().waitFor();
      await closePage(page);
    },
  );
});
