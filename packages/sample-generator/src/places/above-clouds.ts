import { type Colour, mix } from '../paint/colour.ts';
import { ellipse, rect, repeat } from '../paint/draw.ts';
import { type Canvas, paintSky } from '../paint/sky.ts';
import type { Backdrop } from './backdrop.ts';

export function aboveClouds(canvas: Canvas): Backdrop {
  const { width, height, unit, light, random } = canvas;
  const bank = (y: number, size: number, opacity: number, colour: Colour) =>
    `<g opacity="${opacity}">${repeat((width / unit) * 16, () => {
      const r = unit * size * random.between(0.6, 1.2);
      return ellipse(
        random.between(-0.05, 1.05) * width,
        y + random.between(-0.03, 0.06) * unit,
        r,
        r * 0.7,
        colour,
      );
    })}${rect(0, y + unit * 0.04, width, height, colour)}</g>`;
  const white = { day: '#ffffff', sunset: '#ffcfae', night: '#6f80b8' } as const;
  const colour = white[light.time];
  return {
    behind:
      paintSky(canvas, height * 0.9, true) + bank(height * 0.82, 0.1, 0.55, mix(colour, light.haze, 0.5)),
    front: bank(height * 0.93, 0.08, 0.9, colour),
    horizon: height * 0.82,
    ground: 'floating',
    cover: 'none',
    near: colour,
  };
}
