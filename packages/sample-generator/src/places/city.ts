import { type Colour, darken, mix } from '../paint/colour.ts';
import { n, rect, repeat, vertical } from '../paint/draw.ts';
import { lit } from '../paint/light.ts';
import { type Canvas, paintSky } from '../paint/sky.ts';
import type { Backdrop } from './backdrop.ts';

export function city(canvas: Canvas): Backdrop {
  const { width, height, unit, light, random } = canvas;
  const horizon = height * random.between(0.66, 0.7);
  const lights: Colour = light.time === 'day' ? '#dff1ff' : '#ffd98a';
  const block = (tall: number, depth: number, colour: Colour) => {
    let x = -unit * random.between(0, 0.1);
    const parts: string[] = [];
    while (x < width) {
      const w = unit * random.between(0.09, 0.17);
      const h = unit * tall * random.between(0.5, 1.15);
      const wall = lit(
        light,
        mix(colour, random.pick(['#c98f7a', '#8aa0c8', '#b9b0a0', '#7fa6a0']), 0.4),
        depth,
      );
      parts.push(rect(x, horizon - h, w, h + unit * 0.02, wall));
      const cell = unit * 0.024;
      for (let wx = x + cell * 0.6; wx + cell * 0.6 < x + w; wx += cell) {
        for (let wy = horizon - h + cell * 0.7; wy < horizon - cell; wy += cell * 1.3) {
          const on = random.next() < (light.time === 'day' ? 0.85 : 0.45);
          if (on)
            parts.push(
              rect(
                wx,
                wy,
                cell * 0.5,
                cell * 0.7,
                lights,
                ` opacity="${n(light.time === 'day' ? 0.5 * (1 - depth) : 0.9 - depth * 0.5)}"`,
              ),
            );
        }
      }
      x += w + unit * random.between(0, 0.012);
    }
    return parts.join('');
  };
  const road = lit(light, '#6d727d');
  const kerb = horizon + (height - horizon) * 0.16;
  const dashes = repeat(6, (at) =>
    rect(
      width * (at / 6 + 0.03),
      height * 0.955,
      width * 0.1,
      unit * 0.012,
      lit(light, '#f3e9c8'),
      ' opacity=".8"',
    ),
  );
  return {
    behind: `${paintSky(canvas, horizon)}${block(0.56, 0.8, '#9aa7bd')}${block(0.4, 0.35, '#a7a3a8')}<defs>${vertical('ground', lit(light, '#a9adb5'), lit(light, '#8d929b'))}${vertical('road', road, darken(road, 0.25))}</defs>${rect(0, horizon, width, height - horizon, 'url(#ground)')}${rect(0, kerb, width, height - kerb, 'url(#road)')}${rect(0, kerb, width, unit * 0.01, lit(light, '#cfd3da'))}${dashes}`,
    front: '',
    horizon: kerb,
    ground: 'solid',
    cover: 'bushes',
    near: road,
  };
}
