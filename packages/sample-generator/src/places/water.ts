import { type Colour, darken, lighten, mix } from '../paint/colour.ts';
import { below, ellipse, n, type Point, rect, repeat, rolling, vertical } from '../paint/draw.ts';
import { lit } from '../paint/light.ts';
import { type Canvas, paintSky } from '../paint/sky.ts';
import type { Backdrop } from './backdrop.ts';

/** Short bright strokes on water. */
export function ripples(
  { width, unit, light, random }: Canvas,
  top: number,
  bottom: number,
  count: number,
): string {
  return repeat(count, () => {
    const share = random.next();
    const y = top + (bottom - top) * share;
    const length = unit * random.between(0.03, 0.12) * (0.4 + share);
    return ellipse(
      random.between(0, width),
      y,
      length,
      unit * 0.0022 * (0.5 + share),
      light.glow,
      ' opacity=".35"',
    );
  });
}

function water(canvas: Canvas, horizon: number): string {
  const { width, height, light } = canvas;
  const deep = lit(light, '#1d6fa5');
  return `<defs>${vertical('water', mix(light.sky[2], deep, 0.35), deep, darken(deep, 0.35))}</defs>${rect(0, horizon, width, height - horizon, 'url(#water)')}${ripples(canvas, horizon, height, 70)}`;
}

export function sea(canvas: Canvas): Backdrop {
  const { width, height, unit, light, random } = canvas;
  const horizon = height * random.between(0.5, 0.58);
  const wave = (y: number, opacity: number) =>
    `<g opacity="${opacity}">${below(rolling(random, width, y, unit * 0.012, 9), height + unit, lit(light, '#2b84b8'))}</g>`;
  return {
    behind:
      paintSky(canvas, horizon) + water(canvas, horizon) + wave(horizon + (height - horizon) * 0.45, 0.35),
    front: wave(height * 0.9, 0.55) + wave(height * 0.95, 0.7),
    horizon: horizon + unit * 0.05,
    ground: 'water',
    cover: 'mound',
    near: lit(light, '#2b84b8'),
  };
}

export function beach(canvas: Canvas): Backdrop {
  const { width, height, unit, light, random } = canvas;
  const horizon = height * random.between(0.46, 0.52);
  const shore = height * 0.68;
  const sand = lit(light, '#efd9a7');
  const line = rolling(random, width, shore, unit * 0.02, 4);
  const foam = below(
    line.map(({ x, y }): Point => ({ x, y: y - unit * 0.014 })),
    height,
    lit(light, '#f7fcff'),
  );
  const floor = `<defs>${vertical('ground', lighten(sand, 0.15), sand, darken(sand, 0.12))}</defs>${below(line, height, 'url(#ground)')}`;
  return {
    behind: paintSky(canvas, horizon) + water(canvas, horizon) + foam + floor,
    front: '',
    horizon: shore,
    ground: 'solid',
    cover: 'mound',
    near: sand,
  };
}

export function underwater(canvas: Canvas): Backdrop {
  const { width, height, unit, light, random } = canvas;
  const top: Colour = light.time === 'night' ? '#1f5f86' : '#7fe0e4';
  const bottom: Colour = light.time === 'night' ? '#061a33' : '#0c4f86';
  const sand = mix('#e6d3a0', bottom, light.time === 'night' ? 0.7 : 0.4);
  const rays = repeat(6, () => {
    const x = random.between(-0.1, 1) * width;
    return `<path d="M${n(x)} 0l${n(unit * 0.08)} 0l${n(unit * 0.22)} ${n(height)}l${n(-unit * 0.26)} 0z" fill="#fff" opacity=".09"/>`;
  });
  const bubbles = repeat(26, () => {
    const r = unit * random.between(0.003, 0.014);
    return ellipse(
      random.between(0, width),
      random.between(0, height * 0.9),
      r,
      r,
      '#fff',
      ' fill-opacity=".16" stroke="#fff" stroke-opacity=".55" stroke-width="1"',
    );
  });
  const weed = (count: number, tall: number, colour: Colour) =>
    repeat(count, () => {
      const x = random.between(0, width);
      const h = unit * tall * random.between(0.6, 1.2);
      const w = unit * 0.016;
      return `<path d="M${n(x)} ${n(height)}q${n(-w * 2)} ${n(-h * 0.3)} 0 ${n(-h * 0.5)}t0 ${n(-h * 0.5)}q${n(w * 2.4)} ${n(h * 0.3)} ${n(w)} ${n(h * 0.5)}t${n(w * 0.6)} ${n(h * 0.5)}z" fill="${colour}"/>`;
    });
  const floor = height * 0.86;
  return {
    behind: `<defs>${vertical('water', top, mix(top, bottom, 0.55), bottom)}</defs>${rect(0, 0, width, height, 'url(#water)')}${rays}${weed(14, 0.34, mix('#1f7a5c', bottom, 0.55))}${below(rolling(random, width, floor, unit * 0.03, 4), height, sand)}${bubbles}`,
    front: weed(7, 0.16, mix('#2f9a68', bottom, 0.25)),
    horizon: floor,
    ground: 'floating',
    cover: 'none',
    near: sand,
  };
}
