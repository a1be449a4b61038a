/**
 * Ways to leak that must not compile. The directives are the test: `@ts-expect-error` is itself an error
 * when the line under it compiles.
 */
import {
  createScreening,
  type GenerationEvent,
  type ImageGenerator,
  type NormalisedImage,
  type ScreenedImage,
  type ScreenedPrompt,
  type ScreenedRequest,
  UnscreenedImage,
} from '@shoji/core';
import type { PromptScreen } from '@shoji/core/screen';
import { imageOf } from '../../packages/edge-proxy/src/api/wire.ts';

export function pictures(unscreened: UnscreenedImage, normalised: NormalisedImage): unknown[] {
  // @ts-expect-error An answer takes only a screened picture.
  const answer = imageOf(unscreened);
  // @ts-expect-error Decoding is not judging.
  const decoded = imageOf(normalised);
  // @ts-expect-error The bytes are private.
  const bytes = unscreened.bytes;
  // @ts-expect-error A response body cannot be made of one.
  const response = new Response(unscreened);
  // @ts-expect-error An event carries only a screened picture.
  const event: GenerationEvent = { type: 'image.screened', index: 0, attempt: 1, image: unscreened };
  // @ts-expect-error An object with the form of a screened picture is not one: only screening makes it.
  const forged: ScreenedImage = {
    decision: 'clear',
    shown: null,
    original: null,
    findings: [],
    warnings: [],
    screened: true,
  };
  return [answer, decoded, bytes, response, event, forged];
}

export function prompts(
  generator: ImageGenerator,
  rest: Omit<ScreenedRequest, 'prompt'>,
  signal: AbortSignal,
): unknown[] {
  // @ts-expect-error A model takes only a screened prompt.
  const generated = generator.generate({ ...rest, prompt: 'a dog' }, { signal });
  // @ts-expect-error An object with the form of a screened prompt is not one.
  const forged: ScreenedPrompt = { text: 'a dog', screened: true };
  return [generated, forged, new UnscreenedImage(new Uint8Array())];
}

export async function screening(unscreened: UnscreenedImage, prompts: PromptScreen): Promise<unknown[]> {
  const options = { id: 'a', signal: new AbortController().signal };
  // @ts-expect-error Checks of prompts judge no pictures.
  const judged = createScreening(prompts, options).image(unscreened);
  // @ts-expect-error Only core seals.
  const { sealPrompt } = await import('@shoji/core');
  // @ts-expect-error The folder of the seals is not exported.
  const room = await import('@shoji/core/sealed');
  return [judged, sealPrompt, room];
}
