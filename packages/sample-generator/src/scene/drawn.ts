import { drawing, type Illustration, isPerson } from '../illustrations.ts';
import type { Colour } from '../paint/colour.ts';
import { n } from '../paint/draw.ts';
import { canMirror, isDisc, type Role, relativeHeight, roleOf } from './cast.ts';

/** The content of one figure: a drawing, or several that belong together, such as a cat in a box. */
export interface Drawn {
  readonly icon: string;
  /** Unicode's subgroup of the first drawing. */
  readonly kind: string;
  /** Bounding box (left, top, width, height) in the units of `body`. */
  readonly box: readonly [left: number, top: number, width: number, height: number];
  readonly role: Role;
  /** Height relative to a standing person, who is 1. */
  readonly tall: number;
  readonly isDisc: boolean;
  readonly canMirror: boolean;
  /** A hat or glasses, which a figure keeps when it sits or rides. */
  readonly worn?: Drawn;
  /** SVG elements, whose ids begin with `prefix`. */
  body(prefix: string): string;
}

/** A drawing alone, in its own colours or in one that the prompt names. */
export function drawnOf(illustration: Illustration, colour?: Colour): Drawn {
  const { icon, kind, box } = illustration;
  const [left = 0, top = 0, width = 128, height = 128] = box;
  // People keep their colours: a colour beside them is that of hair or clothes.
  const tint = isPerson(illustration) ? undefined : colour;
  return {
    icon,
    kind,
    box: [left, top, width, height],
    role: roleOf(illustration),
    tall: relativeHeight(illustration),
    isDisc: isDisc(illustration),
    canMirror: canMirror(illustration),
    body: (prefix) => {
      // Some drawings have parts outside their square.
      const body = `<svg width="128" height="128" viewBox="0 0 128 128" overflow="hidden">${drawing(icon, prefix)}</svg>`;
      if (tint === undefined) return body;
      return `<defs>${tinting(`${prefix}tint`, tint)}</defs><g filter="url(#${prefix}tint)">${body}</g>`;
    },
  };
}

/** Drawings as one, in a picture of units: later ones are nearer. */
export interface Part {
  readonly drawn: Drawn;
  /** Left edge, base and height. */
  readonly x: number;
  readonly base: number;
  readonly height: number;
}

export const widthOf = ({ box: [, , width, height] }: Drawn, tall: number) => (tall * width) / height;

/** Puts parts together. The figure takes its other properties from `main`. */
export function together(main: Drawn, parts: readonly Part[], changes: Partial<Drawn> = {}): Drawn {
  const rights = parts.map(({ drawn, x, height }) => x + widthOf(drawn, height));
  const left = Math.min(...parts.map(({ x }) => x));
  const top = Math.min(...parts.map(({ base, height }) => base - height));
  const bottom = Math.max(...parts.map(({ base }) => base));
  return {
    ...main,
    box: [left, top, Math.max(...rights) - left, bottom - top],
    canMirror: parts.every(({ drawn }) => drawn.canMirror),
    body: (prefix) =>
      parts
        .map(({ drawn, x, base, height }, at) => {
          const size = `width="${n(widthOf(drawn, height))}" height="${n(height)}"`;
          return `<svg x="${n(x)}" y="${n(base - height)}" ${size} viewBox="${drawn.box.join(' ')}" overflow="visible">${drawn.body(`${prefix}${at}`)}</svg>`;
        })
        .join(''),
    ...changes,
  };
}

/** A filter that gives a drawing one colour and keeps its light and shade. */
function tinting(id: string, colour: Colour): string {
  const rows = [1, 3, 5].map((at) => {
    const level = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    // Mid grey becomes the colour itself; white stays light, and black dark.
    const scale = 0.42 + 0.62 * level;
    const base = level * 0.52 - 0.1;
    return `${(0.3 * scale).toFixed(3)} ${(0.5 * scale).toFixed(3)} ${(0.2 * scale).toFixed(3)} 0 ${base.toFixed(3)}`;
  });
  return `<filter id="${id}" x="0" y="0" width="1" height="1" color-interpolation-filters="sRGB"><feColorMatrix values="${rows.join(' ')} 0 0 0 1 0"/></filter>`;
}
