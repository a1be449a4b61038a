import { type Colour, darken, mix } from '../paint/colour.ts';
import { below, ellipse, n, repeat, rolling, vertical } from '../paint/draw.ts';
import { edge, lit } from '../paint/light.ts';
import { type Canvas, paintSky } from '../paint/sky.ts';
import type { Backdrop } from './backdrop.ts';
import { blades, broadleaves, firs, tufts } from './plants.ts';

interface Land {
  /** Colours of the far, the middle and the near ground. */
  readonly colours: readonly [Colour, Colour, Colour];
  readonly cover: Backdrop['cover'];
  /** Drawn on the ridge behind the figures' ground. */
  ridge(canvas: Canvas, y: number): string;
  /** Drawn on the ground, from `top` down. */
  floor(canvas: Canvas, top: number): string;
  /** Drawn in front of everything. */
  front(canvas: Canvas): string;
}

export function meadow(canvas: Canvas): Backdrop {
  return hills(canvas, {
    cover: 'bushes',
    colours: ['#8cc152', '#6fae45', '#5a9a3a'],
    ridge: (land, y) =>
      broadleaves(land, { y: y - land.unit * 0.06, count: 7, size: 0.075, depth: 0.55 }) +
      broadleaves(land, { y, count: 4, size: 0.15, depth: 0.22 }),
    floor: tufts,
    front: (land) => blades(land, '#4f8f34'),
  });
}

export function snowfield(canvas: Canvas): Backdrop {
  return hills(canvas, {
    cover: 'mound',
    colours: ['#dfeaf6', '#e8f1fa', '#f4f8fd'],
    ridge: (land, y) =>
      firs(land, { y: y - land.unit * 0.07, count: 14, size: 0.12, depth: 0.7, snowy: true }) +
      firs(land, { y, count: 8, size: 0.22, depth: 0.35, snowy: true }),
    floor: drifts,
    front: () => '',
  });
}

export function desert(canvas: Canvas): Backdrop {
  return hills(canvas, {
    cover: 'mound',
    colours: ['#e8b867', '#dca552', '#efc47c'],
    ridge: (land, y) => cacti(land, y),
    floor: windMarks,
    front: () => '',
  });
}

function hills(canvas: Canvas, land: Land): Backdrop {
  const { width, height, unit, light, random } = canvas;
  const [far, middle, near] = land.colours;
  const horizon = height * random.between(0.55, 0.62);
  const bands = [
    { y: horizon - unit * 0.14, swing: 0.05, colour: mix(lit(light, far, 0.85), light.haze, 0.25) },
    { y: horizon - unit * 0.06, swing: 0.035, colour: lit(light, far, 0.5) },
    { y: horizon + unit * 0.02, swing: 0.025, colour: lit(light, middle, 0.22) },
  ];
  const ridges = bands.map(({ y, swing, colour }, at) => {
    const line = rolling(random, width, y, unit * swing, 3 + at);
    return `<defs>${vertical(`ridge${at}`, edge(light, colour), colour)}</defs>${below(line, height, `url(#ridge${at})`)}`;
  });
  const ground = lit(light, near);
  const top = horizon + unit * 0.1;
  const line = rolling(random, width, top, unit * 0.02, 3);
  const floor = `<defs>${vertical('ground', edge(light, lit(light, middle)), ground, darken(ground, 0.18))}</defs>${below(line, height, 'url(#ground)')}`;
  return {
    behind:
      paintSky(canvas, horizon) +
      ridges.join('') +
      land.ridge(canvas, top) +
      floor +
      land.floor(canvas, top + unit * 0.02),
    front: land.front(canvas),
    horizon: top,
    ground: 'solid',
    cover: land.cover,
    near: ground,
  };
}

function drifts({ width, height, unit, light, random }: Canvas, top: number): string {
  const shade = lit(light, '#b9cfe8');
  return repeat(9, () => {
    const y = top + (height - top) * random.between(0.05, 0.95);
    return ellipse(
      random.between(0, width),
      y,
      unit * random.between(0.08, 0.3),
      unit * 0.012,
      shade,
      ' opacity=".5"',
    );
  });
}

function windMarks({ width, height, unit, light, random }: Canvas, top: number): string {
  const shade = lit(light, '#b9823c');
  return repeat(26, () => {
    const y = top + (height - top) * random.between(0.04, 1);
    const length = unit * random.between(0.05, 0.16);
    return `<path d="M${n(random.between(-0.05, 1) * width)} ${n(y)}q${n(length * 0.5)} ${n(-length * 0.12)} ${n(length)} 0" stroke="${shade}" stroke-width="${n(unit * 0.003)}" fill="none" opacity=".5"/>`;
  });
}

function cacti({ width, unit, light, random }: Canvas, y: number): string {
  const green = lit(light, '#4f7f4a', 0.35);
  return repeat(5, () => {
    const x = random.between(0, width);
    const tall = unit * random.between(0.05, 0.12);
    const [base, w] = [y + unit * 0.01, tall * 0.16];
    const arm = (side: number, up: number) =>
      `M${n(x)} ${n(base - tall * up)}h${n(side * tall * 0.26)}v${n(-tall * 0.26)}`;
    return `<path d="M${n(x)} ${n(base)}v${n(-tall)}${arm(1, 0.45)}${arm(-1, 0.32)}" stroke="${green}" stroke-width="${n(w)}" stroke-linecap="round" stroke-linejoin="round" fill="none"/>`;
  });
}
