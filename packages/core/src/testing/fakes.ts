import type { Engine } from '../generation/engine.ts';
import type { EncodedImage } from '../image/formats.ts';
import { standard } from '../policy/presets.ts';
import type { ImageGenerator, ScreenedRequest } from '../ports/generator.ts';
import type { ImageCodec, ImageModerator } from '../ports/image.ts';
import type { PromptClassifier, PromptRules } from '../ports/prompt.ts';
import { NormalisedImage, openUnscreened, UnscreenedImage } from '../sealed/picture.ts';
import { CATEGORIES, type Category } from '../vocabulary/category.ts';
import type { CheckReport, Finding } from '../vocabulary/finding.ts';

/** The behaviour of a fake when it is called: answer, fail, or not answer before it is aborted. */
export type Behaviour<Value> = Value | Error | 'hang' | ((call: number) => Value | Error | 'hang');

/** A finding with all fields set. */
export function finding(category: Category, score = 1, more: Partial<Finding> = {}): Finding {
  return { check: 'fake', category, label: category, score, ...more };
}

/** Rules that return the same findings for every prompt. */
export function fakeRules(findings: readonly Finding[] | Error = [], name = 'rules'): PromptRules {
  return {
    name,
    covers: CATEGORIES,
    match: () => {
      if (findings instanceof Error) throw findings;
      return findings.map((each) => ({ ...each, check: name }));
    },
  };
}

/** A fake port with the signal of each call it got. */
export type Asked<Port> = Port & { readonly calls: { readonly signal: AbortSignal }[] };

/** A classifier with a given behaviour; `calls` holds the signals of its calls. */
export function fakeClassifier(
  behaviour: Behaviour<CheckReport> = { findings: [] },
  name = 'classifier',
): Asked<PromptClassifier> {
  const calls: { signal: AbortSignal }[] = [];
  return {
    name,
    covers: CATEGORIES,
    calls,
    classify: (_, { signal }) => behave(behaviour, calls.push({ signal }), signal),
  };
}

/** A moderator with a given behaviour for each picture, by the order of calls or by the picture's text. */
export function fakeModerator(
  behaviour: Behaviour<CheckReport> | ((call: number, picture: string) => CheckReport | Error | 'hang') = {
    findings: [],
  },
  name = 'moderator',
): Asked<ImageModerator> {
  const calls: { signal: AbortSignal }[] = [];
  return {
    name,
    covers: CATEGORIES,
    calls,
    moderate: (image, { signal }) => {
      const picture = new TextDecoder().decode(image.bytes);
      const told = typeof behaviour === 'function' ? (call: number) => behaviour(call, picture) : behaviour;
      return behave(told, calls.push({ signal }), signal);
    },
  };
}

/** A generator whose pictures are the text `picture <seed>`; `requests` holds the requests it got. */
export function fakeGenerator(
  behaviour: Behaviour<'pictures'> = 'pictures',
  limits: Partial<ImageGenerator['limits']> = {},
): ImageGenerator & { readonly requests: ScreenedRequest[]; readonly signals: AbortSignal[] } {
  const requests: ScreenedRequest[] = [];
  const signals: AbortSignal[] = [];
  return {
    name: 'generator',
    kind: 'model',
    limits: {
      maxImages: 4,
      side: { min: 64, max: 2048, multipleOf: 8 },
      promptTokens: 77,
      negativePrompt: true,
      ...limits,
    },
    requests,
    signals,
    generate: async (request, { signal, onProgress }) => {
      signals.push(signal);
      await behave(behaviour, requests.push(request), signal);
      onProgress?.(0.5);
      return { images: request.seeds.map((seed) => new UnscreenedImage(encode(`picture ${seed}`))) };
    },
  };
}

/** A codec for the pictures of {@link fakeGenerator}: shows them as they are, and blurs them to the text `blurred`. */
export function fakeCodec(blurring: 'works' | Error | 'hang' = 'works'): ImageCodec {
  const picture = (bytes: Uint8Array<ArrayBuffer>): EncodedImage => ({
    mediaType: 'image/png',
    width: 64,
    height: 64,
    bytes,
  });
  return {
    normalise: async (image) => {
      const same = picture(openUnscreened(image));
      return new NormalisedImage(same, same);
    },
    blur: async (_, { signal }) => {
      await behave(blurring, 1, signal);
      return picture(encode('blurred'));
    },
  };
}

/** An engine of fakes that passes everything under the `standard` policy, with some parts replaced. */
export function fakeEngine(parts: Partial<Engine> = {}): Engine {
  return {
    policy: standard,
    rules: [fakeRules()],
    classifiers: [fakeClassifier()],
    generator: fakeGenerator(),
    moderators: [fakeModerator()],
    codec: fakeCodec(),
    prices: {},
    ...parts,
  };
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

async function behave<Value>(behaviour: Behaviour<Value>, call: number, signal: AbortSignal): Promise<Value> {
  signal.throwIfAborted();
  const told = isFunction(behaviour) ? behaviour(call) : behaviour;
  if (told instanceof Error) throw told;
  if (told !== 'hang') return told;
  return new Promise<never>((_, reject) =>
    signal.addEventListener('abort', () => reject(signal.reason), { once: true }),
  );
}

function isFunction<Value>(
  behaviour: Behaviour<Value>,
): behaviour is Extract<Behaviour<Value>, (call: number) => Value | Error | 'hang'> {
  return typeof behaviour === 'function';
}
