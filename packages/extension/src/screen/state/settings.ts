import { isPromptWithinLimit } from '@shoji/core/text';
import type { GenerationInput, InputPicture, WeightedLora } from '../client/events.ts';
import type { Choices } from '../client/generators.ts';
import type { PolicyFacts } from '../client/policy.ts';

/** Largest seed that Stable Diffusion takes. */
export const MAX_SEED = 2 ** 32 - 1;
/** Images of one request. */
export const COUNT = { min: 1, max: 4, default: 2 };
export const STEPS = { min: 1, max: 150, default: 30 };
export const GUIDANCE = { min: 0, max: 20, default: 7.5 };

/** How much of the picture to start from changes, before a person says: the composition stays, and words have an effect. */
export const START_STRENGTH = 0.6;
/** Weights of a LoRA that the form offers; larger ones destroy the picture. */
export const LORA_WEIGHT = { min: -2, max: 2, default: 1 };
/** Most LoRAs of one request. */
export const MAX_LORAS = 16;

export type SizeName = 'square' | 'portrait' | 'landscape' | 'large';

/** A named size, in pixels. */
export interface SizePreset {
  readonly name: SizeName;
  readonly width: number;
  readonly height: number;
}

const PRESETS: readonly SizePreset[] = [
  { name: 'square', width: 512, height: 512 },
  { name: 'portrait', width: 512, height: 768 },
  { name: 'landscape', width: 768, height: 512 },
  { name: 'large', width: 768, height: 768 },
];

/** The values of the form. Optional numbers are text, as typed. */
export interface Settings {
  readonly prompt: string;
  readonly negativePrompt: string;
  readonly size: SizePreset;
  readonly n: number;
  /** Empty: the proxy picks one. */
  readonly seed: string;
  readonly steps: number;
  readonly guidanceScale: number;
  /** Names of the generator's lists; empty: its own choice. */
  readonly model: string;
  readonly sampler: string;
  readonly scheduler: string;
  readonly loras: readonly WeightedLora[];
  /** The picture to start from. */
  readonly image?: InputPicture | undefined;
}

export const INITIAL_SETTINGS: Settings = {
  prompt: '',
  negativePrompt: '',
  size: { name: 'square', width: 512, height: 512 },
  n: COUNT.default,
  seed: '',
  steps: STEPS.default,
  guidanceScale: GUIDANCE.default,
  model: '',
  sampler: '',
  scheduler: '',
  loras: [],
};

/** The presets that the generator supports; if it supports none of them, its smallest square. */
export function sizesWithin({ side }: PolicyFacts['limits']): readonly SizePreset[] {
  const fits = (pixels: number) =>
    pixels >= side.min && pixels <= side.max && pixels % Math.max(1, side.multipleOf) === 0;
  const possible = PRESETS.filter(({ width, height }) => fits(width) && fits(height));
  return possible.length > 0 ? possible : [{ name: 'square', width: side.min, height: side.min }];
}

/** The settings adjusted to the limits of the generator. */
export function fitSettings(settings: Settings, limits: PolicyFacts['limits']): Settings {
  const sizes = sizesWithin(limits);
  const size = sizes.find(({ name }) => name === settings.size.name) ?? sizes[0] ?? settings.size;
  return { ...settings, size, n: Math.min(settings.n, Math.max(1, limits.maxImages)) };
}

/**
 * The settings that a request was made with: the reverse of {@link toInput}.
 * @param form Supplies what the request leaves to the proxy, and the size where the generator no longer makes it.
 * @param seed The seed of a picture of that request, if it is not the request's own.
 */
export function toSettings(
  input: GenerationInput,
  limits: PolicyFacts['limits'],
  form: Settings,
  seed = input.seed,
): Settings {
  const {
    prompt,
    negativePrompt = '',
    n,
    width,
    height,
    steps,
    guidanceScale,
    model = '',
    sampler = '',
    scheduler = '',
    loras = [],
    image,
  } = input;
  const size = sizesWithin(limits).find((preset) => preset.width === width && preset.height === height);
  const settings = {
    prompt,
    negativePrompt,
    size: size ?? form.size,
    n,
    seed: seed === undefined ? '' : String(seed),
    steps: steps ?? form.steps,
    guidanceScale: guidanceScale ?? form.guidanceScale,
    model,
    sampler,
    scheduler,
    loras,
    image,
  };
  return fitSettings(settings, limits);
}

/** Parses a typed seed: `undefined` for an empty field, `null` for an invalid one. */
export function parseSeed(typed: string): number | undefined | null {
  const trimmed = typed.normalize('NFKC').trim();
  if (trimmed === '') return undefined;
  const seed = /^\d{1,10}$/.test(trimmed) ? Number(trimmed) : Number.NaN;
  return seed <= MAX_SEED ? seed : null;
}

/** A random seed. */
export function randomSeed(): number {
  const [seed = 0] = crypto.getRandomValues(new Uint32Array(1));
  return seed;
}

/** Which fields of the form are invalid. */
export interface Complaints {
  readonly prompt: 'missing' | 'too-long' | undefined;
  readonly negativePrompt: boolean;
  readonly seed: boolean;
}

export function complaintsOf(settings: Settings, limits: PolicyFacts['limits']): Complaints {
  const { prompt, negativePrompt, seed } = settings;
  const fits = isPromptWithinLimit(prompt, limits.prompt);
  return {
    prompt: prompt.trim() === '' ? 'missing' : fits ? undefined : 'too-long',
    negativePrompt: limits.negativePrompt && !isPromptWithinLimit(negativePrompt.trim(), limits.prompt),
    seed: parseSeed(seed) === null,
  };
}

/**
 * The request for these settings. Call it only for settings without complaints.
 * @param choices Only names in these lists are sent, because a generator refuses others.
 */
export function toInput(
  settings: Settings,
  { negativePrompt, inputImage }: PolicyFacts['limits'],
  choices: Choices,
): GenerationInput {
  const negative = settings.negativePrompt.trim();
  const loras = settings.loras.filter(({ name }) => choices.loras.includes(name));
  return {
    // Not trimmed: the spans in the answer are offsets in this text.
    prompt: settings.prompt,
    negativePrompt: negativePrompt && negative !== '' ? negative : undefined,
    n: settings.n,
    width: settings.size.width,
    height: settings.size.height,
    seed: parseSeed(settings.seed) ?? undefined,
    steps: settings.steps,
    guidanceScale: settings.guidanceScale,
    model: choices.models.find((name) => name === settings.model),
    sampler: choices.samplers.find((name) => name === settings.sampler),
    scheduler: choices.schedulers.find((name) => name === settings.scheduler),
    loras: loras.length > 0 ? loras : undefined,
    image: inputImage ? settings.image : undefined,
  };
}
