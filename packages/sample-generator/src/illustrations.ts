import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as z from 'zod';
import vocabulary from './data/vocabulary.generated.json' with { type: 'json' };
import { OWN_DRAWINGS } from './own-drawings.ts';

/** One drawing, of Noto Emoji or made here, with its keywords. */
export interface Illustration {
  readonly icon: string;
  /** Unicode's subgroup, e.g. `animal-mammal`. */
  readonly kind: string;
  /** Bounding box (left, top, width, height), in units of the 128 × 128 square. */
  readonly box: readonly number[];
  /** English words, the drawing's own name first. */
  readonly en: readonly string[];
  /** Japanese words, the drawing's own name first. */
  readonly ja: readonly string[];
}

export const isPerson = ({ kind }: Pick<Illustration, 'kind'>) => /^(person|face)/.test(kind);
export const isAlive = ({ kind }: Pick<Illustration, 'kind'>) => /^(person|animal|face)/.test(kind);

export const ILLUSTRATIONS: ReadonlyMap<string, Illustration> = new Map(
  [
    ...vocabulary,
    ...OWN_DRAWINGS.map(({ icon, kind, box }) => ({ icon, kind, box, en: [icon], ja: [] })),
  ].map((entry) => [entry.icon, entry]),
);

const iconSet = z.object({ icons: z.record(z.string(), z.object({ body: z.string() })) });

let drawings: Map<string, string> | undefined;

/**
 * A drawing's SVG elements, on a square of 128 units. The set is read at the first call (about 0.3 seconds).
 * Its ids begin with `prefix`, so that two drawings in one picture cannot take each other's gradients.
 */
export function drawing(icon: string, prefix: string): string {
  drawings ??= readDrawings();
  const body = drawings.get(icon) ?? '';
  return body.replaceAll(/\bid="|url\(#|href="#/g, (start) => start + prefix);
}

function readDrawings(): Map<string, string> {
  const path = createRequire(import.meta.url).resolve('@iconify-json/noto/icons.json');
  const { icons } = iconSet.parse(JSON.parse(readFileSync(path, 'utf8')));
  // Only the drawings with keywords are kept: the rest of the 25 MB can be garbage-collected.
  const noto = [...ILLUSTRATIONS.keys()].map((icon): [string, string] => [icon, icons[icon]?.body ?? '']);
  return new Map([...noto, ...OWN_DRAWINGS.map(({ icon, body }): [string, string] => [icon, body])]);
}
