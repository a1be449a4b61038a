import { type Colour, darken, lighten } from '../paint/colour.ts';
import { below, ellipse, fading, n, rect, repeat, rolling, vertical } from '../paint/draw.ts';
import { type Canvas, stars } from '../paint/sky.ts';
import type { Backdrop } from './backdrop.ts';

export function space(canvas: Canvas): Backdrop {
  const { width, height, unit, random } = canvas;
  const hues: readonly [Colour, ...Colour[]] = ['#7b3fe4', '#1f8fd6', '#e0458f', '#19b3a6', '#e08a2c'];
  const clouds = repeat(5, (at) => {
    const id = `nebula${at}`;
    return `<defs>${fading(id, random.pick(hues), 0.6)}</defs>${ellipse(random.between(0, width), random.between(0, height), unit * random.between(0.3, 0.6), unit * random.between(0.2, 0.45), `url(#${id})`)}`;
  });
  const planet = random.pick(hues);
  const [px, py, r] = [
    width * random.between(0.12, 0.3),
    height * random.between(0.14, 0.28),
    unit * random.between(0.07, 0.12),
  ];
  const sphere = `<defs><radialGradient id="planet" cx=".32" cy=".3" r=".8"><stop offset="0" stop-color="${lighten(planet, 0.55)}"/><stop offset=".6" stop-color="${planet}"/><stop offset="1" stop-color="${darken(planet, 0.75)}"/></radialGradient></defs>${ellipse(px, py, r, r, 'url(#planet)')}<ellipse cx="${n(px)}" cy="${n(py)}" rx="${n(r * 1.7)}" ry="${n(r * 0.36)}" fill="none" stroke="${lighten(planet, 0.6)}" stroke-width="${n(r * 0.1)}" opacity=".6" transform="rotate(-18 ${n(px)} ${n(py)})"/>${`<path d="M${n(px - r)} ${n(py)}a${n(r)} ${n(r)} 0 0 1 ${n(r * 2)} 0z" fill="url(#planet)" transform="rotate(-18 ${n(px)} ${n(py)})"/>`}`;
  const soil: Colour = random.pick(['#8d8a99', '#a9695a', '#6f7fa0']);
  const ground = height * 0.8;
  const craters = repeat(12, () => {
    const y = random.between(ground + unit * 0.05, height);
    const size = unit * random.between(0.015, 0.05);
    const x = random.between(0, width);
    return (
      ellipse(x, y, size, size * 0.3, darken(soil, 0.4)) +
      ellipse(x, y + size * 0.08, size * 0.86, size * 0.22, darken(soil, 0.2))
    );
  });
  return {
    behind: `<defs>${vertical('sky', '#05061a', '#120f36', '#1d1748')}${vertical('ground', lighten(soil, 0.15), darken(soil, 0.35))}</defs>${rect(0, 0, width, height, 'url(#sky)')}${clouds}${stars(canvas, height)}${sphere}${below(rolling(random, width, ground, unit * 0.025, 5), height, 'url(#ground)')}${craters}`,
    front: '',
    horizon: ground + unit * 0.03,
    ground: 'solid',
    cover: 'mound',
    near: soil,
  };
}
