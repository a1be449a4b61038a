import { folded } from '../prompt/folded.ts';
import { listIn, textIn } from './fields.ts';

/** Most own presets; an older one makes room. */
const MOST = 12;

/** Named negative prompts. The words are English, because the text encoders of most models read English best. */
export const NEGATIVE_PRESETS = {
  flaws: 'blurry, low quality, jpeg artifacts, noise',
  anatomy: 'deformed hands, extra fingers, extra limbs, bad anatomy',
  lettering: 'text, watermark, signature, logo',
  photo: 'cartoon, drawing, 3d render',
} as const;
export type NegativePreset = keyof typeof NEGATIVE_PRESETS;

/** Own presets in a stored list. */
export function negativesIn(value: unknown): readonly string[] | undefined {
  return listIn(value, (item) => textIn(item));
}

/** Reads stored own presets; none for anything else. */
export function parseNegatives(json: string | undefined): readonly string[] {
  try {
    return negativesIn(JSON.parse(json ?? '[]')) ?? [];
  } catch {
    return [];
  }
}

/** Whether a negative prompt has all terms of a preset. */
export function hasPreset(negative: string, preset: string): boolean {
  const terms = new Set(termsOf(negative).map(folded));
  return termsOf(preset).every((term) => terms.has(folded(term)));
}

/** The negative prompt with the terms of a preset that it lacks. */
export function withPreset(negative: string, preset: string): string {
  const had = new Set(termsOf(negative).map(folded));
  return [...termsOf(negative), ...termsOf(preset).filter((term) => !had.has(folded(term)))].join(', ');
}

/** The negative prompt without the terms of a preset. */
export function withoutPreset(negative: string, preset: string): string {
  const removed = new Set(termsOf(preset).map(folded));
  return termsOf(negative)
    .filter((term) => !removed.has(folded(term)))
    .join(', ');
}

/** The own presets with another one, newest first. */
export function keepNegative(own: readonly string[], negative: string): readonly string[] {
  const kept = negative.trim();
  return kept === '' ? own : [kept, ...own.filter((each) => each !== kept)].slice(0, MOST);
}

/** The parts between commas. A comma in brackets belongs to a weight, so a text with brackets is one part. */
function termsOf(text: string): string[] {
  const parts = /[()[\]{}<>]/.test(text) ? [text] : text.split(/[,、，]/);
  return parts.map((part) => part.trim()).filter(Boolean);
}
