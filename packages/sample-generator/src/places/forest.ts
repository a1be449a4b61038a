import { darken } from '../paint/colour.ts';
import { below, n, repeat, rolling, vertical } from '../paint/draw.ts';
import { edge, lit } from '../paint/light.ts';
import { type Canvas, paintSky } from '../paint/sky.ts';
import type { Backdrop } from './backdrop.ts';
import { blades, firs, tufts } from './plants.ts';

export function forest(canvas: Canvas): Backdrop {
  const { width, height, unit, light, random } = canvas;
  const horizon = height * random.between(0.58, 0.64);
  const ground = lit(light, '#4d7a3a');
  const rows = [
    { y: horizon, count: 20, size: 0.34, depth: 0.92 },
    { y: horizon + unit * 0.03, count: 13, size: 0.42, depth: 0.66 },
    { y: horizon + unit * 0.07, count: 8, size: 0.5, depth: 0.36 },
  ].map((row) => firs(canvas, row));
  const undergrowth = below(
    rolling(random, width, horizon - unit * 0.015, unit * 0.012, 7),
    height,
    lit(light, '#3f6238', 0.45),
  );
  const floor = `<defs>${vertical('ground', edge(light, ground), ground, darken(ground, 0.3))}</defs>${below(rolling(random, width, horizon + unit * 0.06, unit * 0.015, 4), height, 'url(#ground)')}`;
  return {
    behind:
      paintSky(canvas, horizon, false) +
      [rows[0], undergrowth, rows[1], rows[2]].join('') +
      sunbeams(canvas, horizon) +
      floor +
      tufts(canvas, horizon + unit * 0.07),
    front: trunks(canvas) + blades(canvas, '#3f6f33'),
    horizon: horizon + unit * 0.06,
    ground: 'solid',
    cover: 'bushes',
    near: ground,
  };
}

function sunbeams({ width, unit, light, random }: Canvas, horizon: number): string {
  if (light.time === 'night') return '';
  return repeat(4, (at) => {
    const x = width * (0.15 + at * 0.22 + random.between(-0.05, 0.05));
    return `<path d="M${n(x)} 0l${n(unit * 0.09)} 0l${n(unit * 0.3)} ${n(horizon * 1.25)}l${n(-unit * 0.26)} 0z" fill="${light.glow}" opacity=".1"/>`;
  });
}

/** Two dark trunks that frame the picture. */
function trunks({ width, height, unit, light, random }: Canvas): string {
  const bark = darken(lit(light, '#4a3a2c'), 0.3);
  return [-1, 1]
    .map((side) => {
      const x = side < 0 ? random.between(-0.02, 0.02) * width : random.between(0.98, 1.02) * width;
      const thick = unit * random.between(0.05, 0.08);
      return `<path d="M${n(x - thick * 0.7)} 0L${n(x - thick)} ${n(height * 0.8)}Q${n(x - thick * 1.1)} ${n(height * 0.95)} ${n(x - thick * 2)} ${n(height + 2)}H${n(x + thick * 2)}Q${n(x + thick * 1.1)} ${n(height * 0.95)} ${n(x + thick)} ${n(height * 0.8)}L${n(x + thick * 0.7)} 0Z" fill="${bark}"/>`;
    })
    .join('');
}
