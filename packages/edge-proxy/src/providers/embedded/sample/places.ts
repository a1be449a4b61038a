import { type Colour, darken, lighten, mix } from './colour.ts';
import { below, ellipse, fading, n, type Point, rect, repeat, rolling, vertical } from './draw.ts';
import { edge, lit } from './light.ts';
import type { Place } from './setting.ts';
import { type Canvas, paintSky, stars } from './sky.ts';

/** A painted setting and where things can stand in it. */
export interface Backdrop {
  readonly behind: string;
  /** Drawn over the things that stand in the picture. */
  readonly front: string;
  /** Where the ground begins, in pixels from the top. */
  readonly horizon: number;
  /** `floating` where nothing needs to stand; `water` where only what swims does. */
  readonly ground: 'solid' | 'water' | 'floating';
  /** Colour of the ground in front, for what hides behind it. */
  readonly near: Colour;
}

/** Paints a place. */
export function paintPlace(place: Place, canvas: Canvas): Backdrop {
  switch (place) {
    case 'meadow':
      return hills(canvas, ['#8cc152', '#6fae45', '#5a9a3a'], meadowDetails);
    case 'forest':
      return forest(canvas);
    case 'mountain':
      return mountains(canvas);
    case 'snow':
      return hills(canvas, ['#e8f1fa', '#dbe8f5', '#f4f8fd'], snowDetails);
    case 'desert':
      return hills(canvas, ['#e8b867', '#dca552', '#efc47c'], desertDetails);
    case 'sea':
      return sea(canvas);
    case 'beach':
      return beach(canvas);
    case 'underwater':
      return underwater(canvas);
    case 'city':
      return city(canvas);
    case 'space':
      return space(canvas);
    case 'sky':
      return aboveClouds(canvas);
    case 'room':
      return room(canvas);
  }
}

function hills(
  canvas: Canvas,
  [far, middle, near]: readonly [Colour, Colour, Colour],
  details: (canvas: Canvas, horizon: number) => string,
): Backdrop {
  const { width, height, unit, light, random } = canvas;
  const horizon = height * random.between(0.56, 0.64);
  const bands = [
    { y: horizon - unit * 0.13, swing: 0.05, colour: mix(lit(light, far, 0.85), light.haze, 0.25) },
    { y: horizon - unit * 0.05, swing: 0.035, colour: lit(light, far, 0.45) },
    { y: horizon + unit * 0.02, swing: 0.025, colour: lit(light, middle, 0.2) },
  ];
  const ridges = bands.map(({ y, swing, colour }, at) => {
    const line = rolling(random, width, y, unit * swing, 3 + at);
    return `<defs>${vertical(`ridge${at}`, edge(light, colour), colour)}</defs>${below(line, height, `url(#ridge${at})`)}`;
  });
  const ground = lit(light, near);
  const line = rolling(random, width, horizon + unit * 0.1, unit * 0.02, 3);
  const floor = `<defs>${vertical('ground', edge(light, lit(light, middle)), ground, darken(ground, 0.18))}</defs>${below(line, height, 'url(#ground)')}`;
  return {
    behind: paintSky(canvas, horizon) + ridges.join('') + floor + details(canvas, horizon + unit * 0.1),
    front: '',
    horizon: horizon + unit * 0.09,
    ground: 'solid',
    near: ground,
  };
}

function meadowDetails({ width, height, unit, light, random }: Canvas, top: number): string {
  const blade = lit(light, '#3f7f2c');
  const petals = (['#ffffff', '#ffd84d', '#ff8fb1', '#c79bff'] as const).map((colour) => lit(light, colour));
  const tufts = repeat((width / unit) * 46, () => {
    const y = top + (height - top) * random.next() ** 0.8;
    const size = unit * 0.012 * (0.5 + (1.6 * (y - top)) / (height - top));
    const x = random.between(0, width);
    return `<path d="M${n(x - size)} ${n(y)}q${n(size * 0.4)} ${n(-size)} ${n(size * 0.3)} ${n(-size * 1.8)}q${n(size * 0.3)} ${n(size * 0.6)} ${n(size * 0.5)} ${n(size * 1.2)}q${n(size * 0.3)} ${n(-size)} ${n(size * 0.9)} ${n(-size * 1.5)}q0 ${n(size)} ${n(size * -0.2)} ${n(size * 2.1)}z" fill="${blade}" opacity=".55"/>`;
  });
  const flowers = repeat((width / unit) * 34, () => {
    const y = top + (height - top) * random.next();
    const size = unit * 0.0048 * (0.5 + (1.5 * (y - top)) / (height - top));
    const colour = petals[Math.floor(random.next() * petals.length)] ?? '#ffffff';
    return ellipse(random.between(0, width), y, size, size * 0.8, colour, ' opacity=".9"');
  });
  return tufts + flowers;
}

function snowDetails({ width, height, unit, light, random }: Canvas, top: number): string {
  const shade = lit(light, '#b9cfe8');
  const drifts = repeat(7, () => {
    const y = top + (height - top) * random.between(0.05, 0.95);
    return ellipse(
      random.between(0, width),
      y,
      unit * random.between(0.1, 0.3),
      unit * 0.012,
      shade,
      ' opacity=".5"',
    );
  });
  return drifts + pines({ width, height, unit, light, random }, top - unit * 0.08, 9, 0.16, true);
}

function desertDetails({ width, height, unit, light, random }: Canvas, top: number): string {
  const shade = lit(light, '#b9823c');
  return repeat(16, () => {
    const y = top + (height - top) * random.between(0.06, 1);
    const size = unit * random.between(0.05, 0.14);
    const x = random.between(0, width);
    return `<path d="M${n(x)} ${n(y)}q${n(size * 0.5)} ${n(-size * 0.12)} ${n(size)} 0" stroke="${shade}" stroke-width="${n(unit * 0.003)}" fill="none" opacity=".5"/>`;
  });
}

/** A row of firs, the nearer the larger and the clearer. */
function pines(canvas: Canvas, y: number, count: number, size: number, snowy = false, depth = 0.45): string {
  const { width, unit, light, random } = canvas;
  const colour = lit(light, snowy ? '#5f8578' : '#2f6b46', depth);
  const cap = lit(light, '#f4f9ff', depth * 0.5);
  return repeat(count, (at) => {
    const x = ((at + random.between(0.1, 0.9)) * width) / count;
    const height = unit * size * random.between(0.7, 1.25);
    const base = y + random.between(0, unit * 0.03);
    const tier = (from: number, to: number, half: number, fill: string) =>
      `<path d="M${n(x)} ${n(base - height * to)}L${n(x + height * half)} ${n(base - height * from)}L${n(x - height * half)} ${n(base - height * from)}Z" fill="${fill}"/>`;
    const trunk = rect(
      x - height * 0.03,
      base - height * 0.14,
      height * 0.06,
      height * 0.18,
      lit(light, '#5b4332', depth),
    );
    const caps = snowy ? tier(0.78, 1, 0.09, cap) : '';
    return (
      trunk +
      tier(0.08, 0.6, 0.26, colour) +
      tier(0.34, 0.82, 0.2, colour) +
      tier(0.6, 1, 0.14, colour) +
      caps
    );
  });
}

function forest(canvas: Canvas): Backdrop {
  const { width, height, unit, light, random } = canvas;
  const horizon = height * random.between(0.58, 0.66);
  const ground = lit(light, '#4d7a3a');
  const layers = [0.95, 0.7, 0.42].map((depth, at) =>
    pines(canvas, horizon + unit * (0.02 + at * 0.03), 16 - at * 4, 0.42 + at * 0.14, false, depth),
  );
  const floor = `<defs>${vertical('ground', edge(light, ground), ground, darken(ground, 0.3))}</defs>${below(rolling(random, width, horizon + unit * 0.06, unit * 0.015, 4), height, 'url(#ground)')}`;
  const beams =
    light.time === 'night'
      ? ''
      : repeat(4, (at) => {
          const x = width * (0.15 + at * 0.22 + random.between(-0.05, 0.05));
          return `<path d="M${n(x)} 0l${n(unit * 0.09)} 0l${n(unit * 0.3)} ${n(horizon * 1.25)}l${n(-unit * 0.26)} 0z" fill="${light.glow}" opacity=".1"/>`;
        });
  return {
    behind:
      paintSky(canvas, horizon, false) +
      layers.join('') +
      beams +
      floor +
      meadowDetails(canvas, horizon + unit * 0.07),
    front: '',
    horizon: horizon + unit * 0.06,
    ground: 'solid',
    near: ground,
  };
}

function mountains(canvas: Canvas): Backdrop {
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
      pines(canvas, shore, 7, 0.12, false, 0.2) +
      floor +
      meadowDetails(canvas, shore + unit * 0.04),
    front: '',
    horizon: shore,
    ground: 'solid',
    near: ground,
  };
}

/** Short bright strokes that lie on water. */
function ripples({ width, unit, light, random }: Canvas, top: number, bottom: number, count: number): string {
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

function sea(canvas: Canvas): Backdrop {
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
    near: lit(light, '#2b84b8'),
  };
}

function beach(canvas: Canvas): Backdrop {
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
    near: sand,
  };
}

function underwater(canvas: Canvas): Backdrop {
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
    near: sand,
  };
}

function city(canvas: Canvas): Backdrop {
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
    near: road,
  };
}

function space(canvas: Canvas): Backdrop {
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
    near: soil,
  };
}

function aboveClouds(canvas: Canvas): Backdrop {
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
    near: colour,
  };
}

function room(canvas: Canvas): Backdrop {
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
  return {
    behind: `<defs>${vertical('wall', lighten(wall, 0.12), wall, darken(wall, 0.12))}${vertical('table', lighten(wood, 0.16), wood, darken(wood, 0.25))}</defs>${rect(0, 0, width, height, 'url(#wall)')}${view}${bars}${lamp}${rect(0, table, width, height - table, 'url(#table)')}${rect(0, table, width, unit * 0.012, lighten(wood, 0.35))}${grain}`,
    front: '',
    horizon: table,
    ground: 'solid',
    near: wood,
  };
}
