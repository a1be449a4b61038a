import { effect } from '@preact/signals';
import * as z from 'zod/mini';
import type { Screen } from './screen.ts';
import { MAX_SEED, type Settings } from './settings.ts';

const orElse = <Schema extends z.ZodMiniType>(schema: Schema, value: z.output<Schema>) =>
  z.catch(schema, value);

const size = z.object({
  name: z.enum(['square', 'portrait', 'landscape', 'large']),
  width: z.int().check(z.minimum(1), z.maximum(10_000)),
  height: z.int().check(z.minimum(1), z.maximum(10_000)),
});

/** The form's fields that have defaults. A missing or unreadable one has the first value. */
export const formDefaults = z.object({
  negativePrompt: orElse(z.string(), ''),
  size: orElse(size, { name: 'square', width: 512, height: 512 }),
  n: orElse(z.int().check(z.minimum(1), z.maximum(4)), 2),
  steps: orElse(z.int().check(z.minimum(1), z.maximum(150)), 30),
  guidanceScale: orElse(z.number().check(z.minimum(0), z.maximum(20)), 7.5),
});

/** A picture to start from: a JPEG that was scaled down before. */
export const inputPicture = z.object({
  b64: z.string().check(z.minLength(1), z.maxLength(4_000_000)),
  strength: z.number().check(z.minimum(0), z.maximum(1)),
});

/** LoRAs with their weights. */
export const weightedLoras = z.readonly(
  z.array(
    z.object({
      name: z.string().check(z.minLength(1)),
      weight: z.number().check(z.minimum(-4), z.maximum(4)),
    }),
  ),
);

/** The form as it was left. Text is kept whole: a prompt that is too long is refused only when it is sent. */
export const draft = z.extend(formDefaults, {
  prompt: z.string(),
  image: z.catch(z.optional(inputPicture), undefined),
  model: orElse(z.string(), ''),
  sampler: orElse(z.string(), ''),
  scheduler: orElse(z.string(), ''),
  loras: orElse(weightedLoras, []),
  seed: orElse(z.string().check(z.maxLength(String(MAX_SEED).length + 4)), ''),
});

/** Reads a stored form; `undefined` for anything else. */
export function parseDraft(value: unknown): Settings | undefined {
  const parsed = draft.safeParse(value);
  return parsed.success ? parsed.data : undefined;
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
