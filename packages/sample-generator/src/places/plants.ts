import { type Colour, darken, lighten } from '../paint/colour.ts';
import { ellipse, n, rect, repeat } from '../paint/draw.ts';
import { edge, lit } from '../paint/light.ts';
import type { Canvas } from '../paint/sky.ts';

/** Position of a row of trees: `depth` 0 is near, 1 is at the horizon; `size` is a share of the shorter side. */
export interface Row {
  readonly y: number;
  readonly count: number;
  readonly size: number;
  readonly depth: number;
  readonly snowy?: boolean;
}

type Hues = readonly [Colour, ...Colour[]];
const FIRS: Hues = ['#2f6b46', '#3b7447', '#2a6153'];
const LEAVES: Hues = ['#5f9e3f', '#4f8f45', '#7aad48'];
const AUTUMN: Hues = ['#c8742d', '#b8502f', '#d79a35', '#8a6a32'];

/** A row of firs with light from one side. */
export function firs(
  { width, unit, light, random, autumn }: Canvas,
  { y, count, size, depth, snowy = false }: Row,
): string {
  const green = lit(light, snowy ? '#5f8578' : random.pick(autumn ? AUTUMN : FIRS), depth);
  const [shade, cap] = [darken(green, 0.14), lit(light, '#f4f9ff', depth * 0.5)];
  const wood = lit(light, '#5b4332', depth);
  return repeat(count, (at) => {
    const x = ((at + random.between(0, 1)) * width) / count;
    const tall = unit * size * random.between(0.7, 1.25);
    const base = y + random.between(0, unit * 0.025);
    const tier = (from: number, to: number, half: number, fill: string, right = 1) => {
      const [top, foot, sag] = [base - tall * to, base - tall * from, tall * 0.03];
      return `<path d="M${n(x)} ${n(top)}Q${n(x + half * tall * 0.35 * right)} ${n(foot - (foot - top) * 0.35)} ${n(x + half * tall * right)} ${n(foot)}Q${n(x)} ${n(foot + sag)} ${n(x - half * tall)} ${n(foot)}Q${n(x - half * tall * 0.35)} ${n(foot - (foot - top) * 0.35)} ${n(x)} ${n(top)}Z" fill="${fill}"/>`;
    };
    const tiers = (
      [
        [0.1, 0.56, 0.24],
        [0.3, 0.76, 0.185],
        [0.52, 0.92, 0.13],
        [0.7, 1, 0.08],
      ] as const
    ).map(
      ([from, to, half]) => tier(from, to, half, shade) + tier(from + 0.015, to, half * 0.92, green, 0.25),
    );
    const trunk = rect(x - tall * 0.022, base - tall * 0.14, tall * 0.044, tall * 0.16, wood);
    return trunk + tiers.join('') + (snowy ? tier(0.8, 1, 0.075, cap) + tier(0.6, 0.72, 0.06, cap) : '');
  });
}

/** A few round trees and bushes. */
export function broadleaves(
  { width, unit, light, random, autumn }: Canvas,
  { y, count, size, depth }: Row,
): string {
  return repeat(count, () => {
    const leaf = lit(light, random.pick(autumn ? AUTUMN : LEAVES), depth);
    const x = random.between(0, width);
    const tall = unit * size * random.between(0.6, 1.2);
    const crown = tall * 0.42;
    const ball = (dx: number, dy: number, r: number, fill: string) =>
      ellipse(x + dx * crown, y - tall * 0.58 + dy * crown, r * crown, r * crown * 0.92, fill);
    return (
      rect(x - tall * 0.035, y - tall * 0.34, tall * 0.07, tall * 0.36, lit(light, '#6b4f38', depth)) +
      ball(-0.5, 0.25, 0.62, darken(leaf, 0.1)) +
      ball(0.5, 0.25, 0.62, darken(leaf, 0.16)) +
      ball(0, -0.2, 0.8, leaf) +
      ball(-0.22, -0.42, 0.42, edge(light, leaf))
    );
  });
}

/** Low bushes in front of a wall's or a mountain's foot, which hide its straight edge. */
export function bushes({ unit, light, random, autumn }: Canvas, from: number, to: number, y: number): string {
  const count = Math.max(3, Math.round((to - from) / (unit * 0.05)));
  return repeat(count, (at) => {
    const leaf = lit(light, random.pick(autumn ? AUTUMN : LEAVES));
    const x = from + ((at + random.between(0.2, 0.8)) * (to - from)) / count;
    const r = unit * random.between(0.016, 0.034);
    return (
      ellipse(x, y, r * 1.2, r, darken(leaf, 0.12)) +
      ellipse(x - r * 0.25, y - r * 0.25, r * 0.8, r * 0.65, leaf)
    );
  });
}

/** Grass and flowers scattered over the ground from `top` down. */
export function tufts({ width, height, unit, light, random }: Canvas, top: number, flowers = true): string {
  const blade = lit(light, '#3f7f2c');
  const near = (y: number) => (y - top) / (height - top);
  const grass = repeat((width / unit) * 46, () => {
    const y = top + (height - top) * random.next() ** 0.8;
    const size = unit * 0.012 * (0.5 + 1.6 * near(y));
    const x = random.between(0, width);
    return `<path d="M${n(x - size)} ${n(y)}q${n(size * 0.4)} ${n(-size)} ${n(size * 0.3)} ${n(-size * 1.8)}q${n(size * 0.3)} ${n(size * 0.6)} ${n(size * 0.5)} ${n(size * 1.2)}q${n(size * 0.3)} ${n(-size)} ${n(size * 0.9)} ${n(-size * 1.5)}q0 ${n(size)} ${n(size * -0.2)} ${n(size * 2.1)}z" fill="${blade}" opacity=".5"/>`;
  });
  const hues: Hues = ['#ffffff', '#ffd84d', '#ff8fb1', '#c79bff'];
  const heads = repeat(flowers ? (width / unit) * 40 : 0, () => {
    const y = top + (height - top) * random.next();
    const size = unit * 0.005 * (0.5 + 1.6 * near(y));
    const x = random.between(0, width);
    return (
      ellipse(x, y, size, size * 0.8, lit(light, random.pick(hues)), ' opacity=".92"') +
      ellipse(x, y, size * 0.35, size * 0.3, lit(light, '#f2b632'))
    );
  });
  return grass + heads;
}

/** Tall grass along the lower edge: dark, because it is the nearest layer. */
export function blades({ width, height, unit, light, random }: Canvas, colour: Colour): string {
  const tones = [
    darken(lit(light, colour), 0.35),
    darken(lit(light, colour), 0.2),
    lighten(darken(lit(light, colour), 0.1), 0.02),
  ];
  return repeat((width / unit) * 60, (at) => {
    const x = random.between(-0.02, 1.02) * width;
    // Shorter in the middle, in front of the subject.
    const rim = Math.abs(x / width - 0.5) * 2;
    const tall = unit * random.between(0.02, 0.06) * (0.55 + 1.5 * rim ** 2);
    const lean = tall * random.between(-0.5, 0.5);
    const thick = unit * 0.007;
    return `<path d="M${n(x)} ${n(height + 2)}Q${n(x + lean * 0.2)} ${n(height - tall * 0.6)} ${n(x + lean)} ${n(height - tall)}Q${n(x + lean * 0.5 + thick)} ${n(height - tall * 0.4)} ${n(x + thick)} ${n(height + 2)}Z" fill="${tones[at % tones.length]}"/>`;
  });
}
