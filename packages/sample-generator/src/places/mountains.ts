import { type Colour, darken, mix } from '../paint/colour.ts';
import { below, n, rect, repeat, rolling, vertical } from '../paint/draw.ts';
import { edge, lit } from '../paint/light.ts';
import { type Canvas, paintSky } from '../paint/sky.ts';
import type { Backdrop } from './backdrop.ts';
import { blades, firs, tufts } from './plants.ts';
import { ripples } from './water.ts';

export function mountains(canvas: Canvas): Backdrop {
  const { width, height, unit, light, random } = canvas;
  const horizon = height * random.between(0.56, 0.62);
  const range = (count: number, tall: number, base: number, colour: Colour, capped: boolean) =>
    repeat(count, (at) => {
      const x = ((at + random.between(0.2, 0.8)) * width) / count;
      const peak = unit * tall * random.between(0.75, 1.2);
      const half = peak * random.between(0.85, 1.15);
      const top = base - peak;
      const shade = darken(colour, 0.16);
      const snow = mix(lit(light, '#ffffff', 0.2), colour, 0.06);
      const lower = (share: number) => top + peak * share;
      const cap = capped
        ? `<path d="M${n(x)} ${n(top)}L${n(x + half * 0.3)} ${n(lower(0.3))}l${n(-half * 0.1)} ${n(-peak * 0.05)}l${n(-half * 0.09)} ${n(peak * 0.08)}l${n(-half * 0.12)} ${n(-peak * 0.06)}l${n(-half * 0.12)} ${n(peak * 0.07)}L${n(x - half * 0.28)} ${n(lower(0.28))}Z" fill="${snow}"/>`
        : '';
      return `<path d="M${n(x - half)} ${n(base)}L${n(x)} ${n(top)}L${n(x + half)} ${n(base)}Z" fill="${colour}"/><path d="M${n(x)} ${n(top)}L${n(x + half)} ${n(base)}L${n(x + half * 0.1)} ${n(base)}L${n(x - half * 0.06)} ${n(lower(0.5))}Z" fill="${shade}" opacity=".55"/>${cap}`;
    });
  const far = range(4, 0.34, horizon + unit * 0.02, lit(light, '#7d93ad', 0.7), true);
  const near = range(3, 0.46, horizon + unit * 0.03, lit(light, '#5d7590', 0.3), true);
  const lake = lit(light, '#6fb1d6', 0.2);
  const ground = lit(light, '#6b9a4a');
  const shore = horizon + unit * 0.14;
  const water = `<defs>${vertical('lake', mix(light.sky[2], lake, 0.3), lake)}</defs>${rect(0, horizon, width, shore - horizon + unit * 0.05, 'url(#lake)')}${ripples(canvas, horizon, shore + unit * 0.03, 18)}`;
  const floor = `<defs>${vertical('ground', edge(light, ground), ground, darken(ground, 0.2))}</defs>${below(rolling(random, width, shore + unit * 0.02, unit * 0.02, 3), height, 'url(#ground)')}`;
  return {
    behind:
      paintSky(canvas, horizon) +
      far +
      near +
      water +
      firs(canvas, { y: shore + unit * 0.01, count: 9, size: 0.15, depth: 0.25 }) +
      floor +
      tufts(canvas, shore + unit * 0.04),
    front: blades(canvas, '#4f8f34'),
    horizon: shore,
    ground: 'solid',
    cover: 'bushes',
    near: ground,
  };
}
