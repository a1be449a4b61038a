import { darken, lighten } from '../paint/colour.ts';
import { below, ellipse, fading, n, rect, repeat, vertical } from '../paint/draw.ts';
import { lit } from '../paint/light.ts';
import type { Canvas } from '../paint/sky.ts';
import type { Backdrop } from './backdrop.ts';

/** A room behind a table, which is the foreground. */
export const room = (canvas: Canvas) => paintRoom(canvas, false);

/** A room with a floor, for people and furniture. */
export const interior = (canvas: Canvas) => paintRoom(canvas, true);

function paintRoom(canvas: Canvas, hasFloor: boolean): Backdrop {
  const { width, height, unit, light, random } = canvas;
  const wall = lit(light, random.pick(['#e9d8c3', '#cfdccf', '#d7d3e6', '#f0dcd2', '#c9d8e4']));
  const wood = lit(light, random.pick(['#b98252', '#a3714a', '#c79a6b']));
  const table = height * random.between(0.68, 0.74);
  const left = random.next() < 0.5 ? width * 0.1 : width * 0.56;
  const [w, h] = [width * 0.34, height * 0.36];
  const top = height * 0.1;
  const frame = lit(light, '#fbf7ef');
  const view = `<defs>${vertical('sky', ...light.sky)}${fading('glow', light.glow, 0.9)}</defs>${rect(left, top, w, h, 'url(#sky)')}${ellipse(left + w * 0.7, top + h * 0.34, unit * 0.03, unit * 0.03, light.glow)}${ellipse(left + w * 0.7, top + h * 0.34, unit * 0.14, unit * 0.1, 'url(#glow)', ' opacity=".7"')}${below(
    [0, 1, 2, 3, 4].map((at) => ({ x: left + (w * at) / 4, y: top + h * random.between(0.66, 0.8) })),
    top + h,
    lit(light, '#79a558', 0.4),
  )}`;
  const bars = `<g fill="none" stroke="${frame}" stroke-width="${n(unit * 0.018)}"><rect x="${n(left)}" y="${n(top)}" width="${n(w)}" height="${n(h)}"/><path d="M${n(left + w / 2)} ${n(top)}v${n(h)}M${n(left)} ${n(top + h / 2)}h${n(w)}"/></g>${rect(left - unit * 0.03, top + h, w + unit * 0.06, unit * 0.024, frame)}`;
  const lamp = `<defs>${fading('lamp', '#ffe2a8', light.time === 'night' ? 0.75 : 0.35)}</defs>${ellipse(width / 2, table, width * 0.6, height * 0.5, 'url(#lamp)')}`;
  const grain = repeat(12, () => {
    const y = random.between(table + unit * 0.03, height);
    return rect(
      random.between(-0.1, 0.8) * width,
      y,
      unit * random.between(0.15, 0.5),
      unit * 0.003,
      darken(wood, 0.25),
      ' opacity=".4"',
    );
  });
  const skirting =
    rect(0, table - unit * 0.035, width, unit * 0.035, frame) +
    rect(0, table, width, unit * 0.01, darken(wood, 0.4));
  const colour = lit(light, random.pick(['#a8483f', '#3f6f8f', '#5f7f4f', '#8a5a86']));
  const middle = (table + height) / 2 + unit * 0.02;
  const rug =
    ellipse(width / 2, middle, width * 0.42, (height - table) * 0.36, colour) +
    ellipse(width / 2, middle, width * 0.37, (height - table) * 0.3, lighten(colour, 0.25));
  return {
    behind: `<defs>${vertical('wall', lighten(wall, 0.12), wall, darken(wall, 0.12))}${vertical('table', lighten(wood, 0.16), wood, darken(wood, 0.25))}</defs>${rect(0, 0, width, height, 'url(#wall)')}${view}${bars}${lamp}${rect(0, table, width, height - table, 'url(#table)')}${hasFloor ? skirting : rect(0, table, width, unit * 0.012, lighten(wood, 0.35))}${grain}${hasFloor ? rug : ''}`,
    front: '',
    horizon: table,
    ground: 'solid',
    cover: 'none',
    near: wood,
  };
}
