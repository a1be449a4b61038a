import { canMirror, type Role, relativeHeight, roleOf } from './cast.ts';
import { below, ellipse, fading, n, repeat, rolling } from './draw.ts';
import { drawing, type Illustration } from './illustrations.ts';
import type { Backdrop } from './places.ts';
import type { Subject } from './read-prompt.ts';
import type { Canvas } from './sky.ts';

/** More than this many things make a crowd and no picture. */
const MAX_FIGURES = 7;

/** Height of a standing figure as a share of the shorter side, by how many share the ground. */
const SIZES = [0.58, 0.47, 0.41, 0.37, 0.34, 0.31, 0.29];

interface Figure {
  readonly drawn: Illustration;
  readonly role: Role;
}

interface Placed extends Figure {
  /** Middle of the base, in pixels. */
  readonly x: number;
  readonly base: number;
  readonly width: number;
  readonly height: number;
  readonly tilt: number;
}

/** Puts the subjects into a backdrop, the farthest first. */
export function arrange(canvas: Canvas, backdrop: Backdrop, subjects: readonly Subject[]): string {
  const figures = castOf(canvas, backdrop, subjects);
  const placed = [
    ...placeDistant(canvas, backdrop, figures),
    ...placeAloft(canvas, backdrop, figures),
    ...placeOnGround(canvas, backdrop, figures).sort((a, b) => a.base - b.base),
  ];
  const drawn = placed.map((figure, at) => drawFigure(canvas, backdrop, figure, at));
  return `<defs>${fading('shadow', '#000814', 0.5)}</defs>${drawn.join('')}`;
}

function castOf({ random }: Canvas, backdrop: Backdrop, subjects: readonly Subject[]): Figure[] {
  const figures = subjects.flatMap(({ choices, count }) => {
    const drawn = random.pick(choices);
    return Array.from({ length: count }, (): Figure => ({ drawn, role: roleIn(backdrop, roleOf(drawn)) }));
  });
  return figures.slice(0, MAX_FIGURES);
}

/** What does not stand on anything floats where nothing can stand, and what swims lies ashore where there is no water. */
function roleIn({ ground }: Backdrop, role: Role): Role {
  if (
    ground === 'floating' &&
    (role === 'standing' || role === 'swimming' || role === 'head' || role === 'distant')
  )
    return 'flying';
  return ground === 'solid' && role === 'swimming' ? 'standing' : role;
}

function placeDistant(
  { width, height, unit, random }: Canvas,
  { horizon }: Backdrop,
  figures: Figure[],
): Placed[] {
  const distant = figures.filter(({ role }) => role === 'distant');
  const alone = distant.length === figures.length;
  const size = unit * (alone ? 0.62 : 0.46) * (distant.length > 1 ? 0.75 : 1);
  return distant.map((figure, at) => {
    const slot = (at + 0.5) / distant.length + random.between(-0.1, 0.1) / distant.length;
    const x = width * (distant.length === 1 ? 0.5 + random.between(-0.16, 0.16) : slot);
    const base = horizon + (height - horizon) * (alone ? 0.42 : 0.14) + unit * at * 0.02;
    return sized(figure, x, base, size, width * 0.8);
  });
}

function placeAloft(
  { width, height, unit, random }: Canvas,
  { horizon, ground }: Backdrop,
  figures: Figure[],
): Placed[] {
  const aloft = figures.filter(({ role }) => role === 'flying');
  const alone = aloft.length === figures.length;
  const floating = ground === 'floating';
  return aloft.map((figure, at) => {
    const size =
      unit *
      (alone
        ? ([0.5, 0.36, 0.3][Math.min(at === 0 && aloft.length === 1 ? 0 : aloft.length - 1, 2)] ?? 0.28)
        : floating
          ? 0.3
          : 0.2);
    const slot = (at + 0.5) / aloft.length;
    const x =
      width *
      (aloft.length === 1
        ? (alone ? 0.5 : random.pick([0.26, 0.74])) + random.between(-0.06, 0.06)
        : 0.08 + slot * 0.84);
    const room = (floating ? height * 0.8 : horizon * 0.92) - size;
    const y = size + Math.max(0, room) * (alone ? random.between(0.3, 0.75) : random.between(0.05, 0.45));
    const scale = floating ? Math.max(0.6, relativeHeight(figure.drawn) ** 0.6) : 1;
    return { ...sized(figure, x, y, size * scale, width * 0.7), tilt: random.between(-9, 9) };
  });
}

function placeOnGround(
  { width, height, unit, random }: Canvas,
  { horizon, ground }: Backdrop,
  figures: Figure[],
): Placed[] {
  const grounded = figures.filter(
    ({ role }) => role === 'standing' || role === 'head' || role === 'bust' || role === 'swimming',
  );
  const size = unit * (SIZES[grounded.length - 1] ?? 0.3);
  const order = grounded.map((figure) => ({ figure, key: random.next() })).sort((a, b) => a.key - b.key);
  return order.map(({ figure }, at) => {
    const spread = Math.min(0.86, 0.3 * grounded.length);
    const slot = 0.5 + spread * ((at + 0.5) / grounded.length - 0.5);
    const x =
      width * (slot + random.between(-0.05, 0.05) + (grounded.length === 1 ? random.pick([-0.09, 0.09]) : 0));
    const most = (width / grounded.length) * 1.3;
    if (figure.role === 'bust' || figure.role === 'head') {
      const tall = figure.role === 'bust' ? size * 1.12 : size * 0.86;
      return sized(figure, x, height + (figure.role === 'bust' ? tall * 0.03 : -height * 0.09), tall, most);
    }
    const depth = figure === grounded[0] ? random.between(0.22, 0.36) : random.between(0.12, 0.72);
    const front = height * (ground === 'water' ? 0.88 : 0.94);
    const base = front + (horizon + unit * 0.03 - front) * depth;
    const tall = size * relativeHeight(figure.drawn) ** 0.55 * (1 - 0.34 * depth);
    return sized(figure, x, base, tall, most);
  });
}

function sized(figure: Figure, x: number, base: number, height: number, maxWidth: number): Placed {
  const [, , boxWidth = 128, boxHeight = 128] = figure.drawn.box;
  const width = Math.min((height * boxWidth) / boxHeight, maxWidth);
  return { ...figure, x, base, width, height: (width * boxHeight) / boxWidth, tilt: 0 };
}

function drawFigure(canvas: Canvas, backdrop: Backdrop, figure: Placed, at: number): string {
  const { unit, random, width, height } = canvas;
  const { x, base, drawn, role } = figure;
  const mirrored = canMirror(drawn) && random.next() < 0.5;
  const [left = 0, top = 0, boxWidth = 128, boxHeight = 128] = drawn.box;
  const picture = `<svg x="${n(-figure.width / 2)}" y="${n(-figure.height)}" width="${n(figure.width)}" height="${n(figure.height)}" viewBox="${left} ${top} ${boxWidth} ${boxHeight}" overflow="visible">${drawing(drawn.icon, `f${at}`)}</svg>`;
  const placed = (extra = '') =>
    `<g transform="translate(${n(x)} ${n(base)})${figure.tilt === 0 ? '' : ` rotate(${n(figure.tilt)})`}${mirrored ? ' scale(-1 1)' : ''}${extra}" filter="url(#hour)">${picture}</g>`;
  const shadow = (spread: number, opacity: number) =>
    ellipse(
      x + figure.width * 0.05,
      base - unit * 0.004,
      figure.width * spread,
      Math.max(unit * 0.012, figure.width * spread * 0.16),
      'url(#shadow)',
      ` opacity="${opacity}"`,
    );
  switch (role) {
    case 'standing':
      if (backdrop.ground === 'water') return island(canvas, figure) + shadow(0.6, 0.7) + placed();
      return shadow(0.62, 0.9) + placed();
    case 'distant':
      return shadow(0.6, 0.6) + placed();
    case 'swimming': {
      const waterline = base - figure.height * 0.06;
      const reflection = `<g opacity=".16" transform="translate(0 ${n(2 * waterline)}) scale(1 -1)">${placed()}</g>`;
      const wake = repeat(3, (row) =>
        ellipse(
          x,
          waterline + unit * 0.014 * row,
          figure.width * (0.6 - row * 0.12),
          unit * 0.006,
          backdrop.near,
          ' opacity=".75"',
        ),
      );
      return reflection + placed() + wake;
    }
    case 'head': {
      const mound = rolling(random, figure.width * 2.6, 0, unit * 0.008, 3).map((point) => ({
        x: x - figure.width * 1.3 + point.x,
        y:
          base -
          figure.height * 0.1 +
          ((point.x / (figure.width * 2.6) - 0.5) * 2) ** 2 * figure.height * 0.2,
      }));
      return placed() + below(mound, height + unit, backdrop.near);
    }
    case 'bust':
      return (
        ellipse(
          x,
          height,
          Math.min(width, figure.width),
          figure.height * 0.35,
          'url(#shadow)',
          ' opacity=".5"',
        ) + placed()
      );
    case 'flying':
      return placed();
  }
}

function island({ unit }: Canvas, { x, base, width }: Placed): string {
  return (
    ellipse(x, base + unit * 0.02, width * 0.85, unit * 0.05, '#cfae74') +
    ellipse(x, base + unit * 0.008, width * 0.8, unit * 0.04, '#e9d3a0')
  );
}
