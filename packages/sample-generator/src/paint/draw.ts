import type { Colour } from './colour.ts';
import type { Random } from './random.ts';

/** A number for SVG with one decimal: half the bytes, and no visible difference. */
export const n = (value: number) => String(Math.round(value * 10) / 10);

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A linear gradient from top to bottom, for `fill="url(#id)"`. Stops are spread evenly. */
export function vertical(id: string, ...colours: Colour[]): string {
  const stops = colours.map(
    (colour, at) => `<stop offset="${n(at / (colours.length - 1))}" stop-color="${colour}"/>`,
  );
  return `<linearGradient id="${id}" x1="0" y1="0" x2="0" y2="1">${stops.join('')}</linearGradient>`;
}

/** A radial gradient that fades out, for light and shadow. */
export function fading(id: string, colour: Colour, opacity: number): string {
  return `<radialGradient id="${id}"><stop offset="0" stop-color="${colour}" stop-opacity="${opacity}"/><stop offset=".45" stop-color="${colour}" stop-opacity="${(opacity * 0.42).toFixed(2)}"/><stop offset="1" stop-color="${colour}" stop-opacity="0"/></radialGradient>`;
}

export function rect(x: number, y: number, width: number, height: number, fill: string, extra = ''): string {
  return `<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" fill="${fill}"${extra}/>`;
}

export function ellipse(x: number, y: number, rx: number, ry: number, fill: string, extra = ''): string {
  return `<ellipse cx="${n(x)}" cy="${n(y)}" rx="${n(rx)}" ry="${n(ry)}" fill="${fill}"${extra}/>`;
}

/** A smooth line through points (Catmull–Rom as cubic Béziers), without its `M`. */
function smooth(points: readonly Point[]): string {
  return points
    .slice(1)
    .map((point, at) => {
      const from = points[at] ?? point;
      const before = points[at - 1] ?? from;
      const after = points[at + 2] ?? point;
      const c1 = { x: from.x + (point.x - before.x) / 6, y: from.y + (point.y - before.y) / 6 };
      const c2 = { x: point.x - (after.x - from.x) / 6, y: point.y - (after.y - from.y) / 6 };
      return `C${n(c1.x)} ${n(c1.y)} ${n(c2.x)} ${n(c2.y)} ${n(point.x)} ${n(point.y)}`;
    })
    .join('');
}

/** A rolling skyline over the whole width: heights wander around `y` by `swing`. */
export function rolling(random: Random, width: number, y: number, swing: number, bumps: number): Point[] {
  return Array.from({ length: bumps + 3 }, (_, at) => ({
    x: ((at - 1) * width) / bumps,
    y: y + random.between(-swing, swing),
  }));
}

/** The area under a skyline, down to `bottom`, as a filled path. */
export function below(points: readonly Point[], bottom: number, fill: string): string {
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined) return '';
  return `<path d="M${n(first.x)} ${n(first.y)}${smooth(points)}L${n(last.x)} ${n(bottom)}L${n(first.x)} ${n(bottom)}Z" fill="${fill}"/>`;
}

/** Concatenates `count` pieces of SVG. */
export function repeat(count: number, draw: (at: number) => string): string {
  return Array.from({ length: Math.max(0, Math.round(count)) }, (_, at) => draw(at)).join('');
}
