import { mix } from './colour.ts';
import { ellipse, fading, n, rect, repeat, vertical } from './draw.ts';
import type { Light } from './light.ts';
import type { Random } from './random.ts';

/** The canvas and the inputs of painting. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  /** The shorter side in pixels; all sizes are relative to it. */
  readonly unit: number;
  readonly light: Light;
  readonly random: Random;
  /** Whether leaves have autumn colours. */
  readonly autumn: boolean;
  /** Whether the sky shows a sun or moon. */
  readonly disc: boolean;
}

/** Sky down to `horizon`, with sun or moon, stars and clouds. */
export function paintSky(canvas: Canvas, horizon: number, clouds = true): string {
  const { width, height, light, random } = canvas;
  const parts = [
    `<defs>${vertical('sky', ...light.sky)}${fading('glow', light.glow, 0.95)}</defs>`,
    rect(0, 0, width, height, light.sky[2]),
    rect(0, 0, width, horizon + 1, 'url(#sky)'),
  ];
  if (light.time === 'night') parts.push(stars(canvas, horizon));
  if (canvas.disc) parts.push(sunOrMoon(canvas, horizon));
  if (clouds) parts.push(repeat(random.between(2, 5), () => cloud(canvas, horizon)));
  if (light.time !== 'night' && random.next() < 0.6) parts.push(birds(canvas, horizon));
  return parts.join('');
}

export function stars({ width, unit, random }: Canvas, bottom: number): string {
  return repeat((width / unit) * 90, () => {
    const y = random.next() ** 1.4 * bottom;
    const size =
      unit * (random.next() < 0.08 ? random.between(0.003, 0.005) : random.between(0.0009, 0.0022));
    return ellipse(
      random.between(0, width),
      y,
      size,
      size,
      '#fff',
      ` opacity="${n(random.between(0.35, 1))}"`,
    );
  });
}

function sunOrMoon({ width, unit, light, random }: Canvas, horizon: number): string {
  const side = random.next() < 0.5 ? random.between(0.14, 0.34) : random.between(0.66, 0.86);
  const x = width * side;
  const y =
    light.time === 'sunset'
      ? horizon - unit * random.between(0.02, 0.12)
      : horizon * random.between(0.2, 0.38);
  const radius = unit * { day: 0.045, sunset: 0.075, night: 0.05 }[light.time];
  const halo = radius * { day: 5, sunset: 6.5, night: 4.5 }[light.time];
  const disc = ellipse(x, y, radius, radius, light.glow);
  const craters =
    light.time === 'night'
      ? [
          [-0.3, -0.2, 0.24],
          [0.32, 0.28, 0.3],
          [0.15, -0.45, 0.14],
        ]
          .map(([dx = 0, dy = 0, r = 0]) =>
            ellipse(x + dx * radius, y + dy * radius, r * radius, r * radius, '#c9d4ee'),
          )
          .join('')
      : '';
  return (
    ellipse(x, y, halo, halo, 'url(#glow)', ` opacity="${light.time === 'sunset' ? 0.85 : 0.6}"`) +
    disc +
    craters
  );
}

function cloud({ width, unit, light, random }: Canvas, horizon: number): string {
  const size = unit * random.between(0.07, 0.16);
  const x = random.between(-0.05, 1.05) * width;
  const y = horizon * random.between(0.1, 0.62);
  const colour = { day: '#ffffff', sunset: '#ffd3b8', night: '#8796c4' }[light.time];
  const puffs = repeat(6, (at) => {
    const across = (at / 5 - 0.5) * 2;
    const r = size * (0.55 - 0.32 * across * across) * random.between(0.85, 1.15);
    return ellipse(x + across * size * 1.25, y - r * 0.55, r, r, colour);
  });
  const base = rect(
    x - size * 1.55,
    y - size * 0.2,
    size * 3.1,
    size * 0.24,
    colour,
    ` rx="${n(size * 0.12)}"`,
  );
  return `<g opacity="${n(light.time === 'night' ? 0.25 : random.between(0.6, 0.92))}">${puffs}${base}</g>`;
}

/** A few distant birds, drawn as two wings each. */
function birds({ width, unit, light, random }: Canvas, horizon: number): string {
  const [x, y] = [width * random.between(0.15, 0.7), horizon * random.between(0.2, 0.5)];
  return repeat(random.between(3, 6), () => {
    const span = unit * random.between(0.012, 0.022);
    const [left, top] = [x + unit * random.between(-0.02, 0.16), y + unit * random.between(-0.04, 0.05)];
    return `<path d="M${n(left)} ${n(top)}q${n(span * 0.5)} ${n(-span * 0.6)} ${n(span)} 0q${n(span * 0.5)} ${n(-span * 0.6)} ${n(span)} 0" fill="none" stroke="${mix(light.sky[0], '#1a2233', 0.6)}" stroke-width="${n(unit * 0.003)}" stroke-linecap="round" opacity=".7"/>`;
  });
}
