import { effect } from '@preact/signals';
import type { InputPicture, WeightedLora } from '../client/events.ts';
import { fieldsOf, listIn, nameIn, numberIn, textIn, wholeIn } from './fields.ts';
import type { Screen } from './screen.ts';
import {
  COUNT,
  GUIDANCE,
  INITIAL_SETTINGS,
  MAX_SEED,
  type Settings,
  type SizeName,
  type SizePreset,
  STEPS,
} from './settings.ts';

/** Most characters of a picture in base64. */
const MOST_PICTURE = 4_000_000;
/** A typed seed may have spaces around it. */
const MOST_SEED = String(MAX_SEED).length + 4;

/** Weights that a server may be sent; the form offers fewer. */
const ANY_LORA_WEIGHT = { min: -4, max: 4 };

const SIDE = { min: 1, max: 10_000 };
const SIZE_NAMES = ['square', 'portrait', 'landscape', 'large'] as const satisfies readonly SizeName[];

/** The form's fields that have defaults. */
export type FormDefaults = Pick<Settings, 'negativePrompt' | 'size' | 'n' | 'steps' | 'guidanceScale'>;

/** Reads stored defaults of the form. A missing or unreadable field has the first value. */
export function parseDefaults(value: unknown): FormDefaults {
  const { negativePrompt, size, n, steps, guidanceScale } = fieldsOf(value);
  return {
    negativePrompt: textIn(negativePrompt) ?? INITIAL_SETTINGS.negativePrompt,
    size: sizeIn(size) ?? INITIAL_SETTINGS.size,
    n: wholeIn(n, COUNT) ?? INITIAL_SETTINGS.n,
    steps: wholeIn(steps, STEPS) ?? INITIAL_SETTINGS.steps,
    guidanceScale: numberIn(guidanceScale, GUIDANCE) ?? INITIAL_SETTINGS.guidanceScale,
  };
}

function sizeIn(value: unknown): SizePreset | undefined {
  const fields = fieldsOf(value);
  const name = nameIn(fields.name, SIZE_NAMES);
  const [width, height] = [wholeIn(fields.width, SIDE), wholeIn(fields.height, SIDE)];
  return name && width && height ? { name, width, height } : undefined;
}

/** Reads a picture to start from: a JPEG that was scaled down before. */
export function parseInputPicture(value: unknown): InputPicture | undefined {
  const fields = fieldsOf(value);
  const b64 = textIn(fields.b64, MOST_PICTURE);
  const strength = numberIn(fields.strength, { min: 0, max: 1 });
  return b64 && strength !== undefined ? { b64, strength } : undefined;
}

/** Reads LoRAs with their weights. */
export function parseLoras(value: unknown): readonly WeightedLora[] | undefined {
  return listIn(value, (item) => {
    const fields = fieldsOf(item);
    const [name, weight] = [textIn(fields.name), numberIn(fields.weight, ANY_LORA_WEIGHT)];
    return name && weight !== undefined ? { name, weight } : undefined;
  });
}

/**
 * Reads a stored form; `undefined` for anything else. Text is kept whole: a prompt that is too long is refused only when
 * it is sent.
 */
export function parseDraft(value: unknown): Settings | undefined {
  const { prompt, image, model, sampler, scheduler, loras, seed } = fieldsOf(value);
  if (typeof prompt !== 'string') return undefined;
  return {
    ...parseDefaults(value),
    prompt,
    image: parseInputPicture(image),
    model: textIn(model) ?? '',
    sampler: textIn(sampler) ?? '',
    scheduler: textIn(scheduler) ?? '',
    loras: parseLoras(loras) ?? [],
    seed: textIn(seed, MOST_SEED) ?? '',
  };
}

/** Writes the form at every change. An untouched form is not written, so it follows the defaults. */
export function keepDraft({ settings }: Pick<Screen, 'settings'>, write: (form: Settings) => void): void {
  const untouched = JSON.stringify(settings.peek());
  let touched = false;
  effect(() => {
    const form = settings.value;
    touched ||= JSON.stringify(form) !== untouched;
    if (touched) write(form);
  });
}
