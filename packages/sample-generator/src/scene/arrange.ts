import { ellipse, fading, n, repeat, vertical } from '../paint/draw.ts';
import { edge } from '../paint/light.ts';
import type { Canvas } from '../paint/sky.ts';
import type { Backdrop } from '../places/backdrop.ts';
import { bushes } from '../places/plants.ts';
import type { Role } from './cast.ts';
import type { Drawn } from './drawn.ts';
import { type Figure, type PlacedFigure, placeFigures } from './place-figures.ts';

/** Maximum number of figures; more do not fit into one picture. */
export const MAX_FIGURES = 10;

/** Places the figures in a backdrop. */
export function arrange(canvas: Canvas, backdrop: Backdrop, shown: readonly Drawn[]): string {
  const figures = shown.map((drawn): Figure => ({ drawn, role: roleIn(backdrop, drawn.role) }));
  const placed = placeFigures(canvas, backdrop, figures);
  const drawn = placed.map((figure, at) => drawFigure(canvas, backdrop, figure, `f${at}`));
  return `<defs>${fading('shadow', '#000814', 0.5)}${fading('halo', '#fff3cf', 0.85)}</defs>${drawn.join('')}`;
}

/** A figure's role in this backdrop: without ground it floats, without water it does not swim, without cover it does not hide. */
function roleIn({ ground, cover }: Backdrop, role: Role): Role {
  if (ground === 'floating') return role === 'bust' ? 'bust' : 'flying';
  if (role === 'head' && cover === 'none') return 'standing';
  return role === 'swimming' && ground === 'solid' ? 'standing' : role;
}

function drawFigure(canvas: Canvas, backdrop: Backdrop, figure: PlacedFigure, id: string): string {
  const { unit } = canvas;
  const { x, base, width, height, drawn, role } = figure;
  const picture = drawPicture(canvas, figure, id);
  const shadow = (opacity: number) =>
    ellipse(
      x + width * 0.05,
      base - unit * 0.004,
      width * 0.62,
      Math.max(unit * 0.012, width * 0.1),
      'url(#shadow)',
      ` opacity="${opacity}"`,
    );
  switch (role) {
    case 'standing':
      return (backdrop.ground === 'water' ? island(canvas, figure) : '') + shadow(0.9) + picture;
    case 'distant': {
      const foot =
        backdrop.cover === 'bushes' ? bushes(canvas, x - width * 0.56, x + width * 0.56, base) : '';
      return shadow(0.6) + picture + foot;
    }
    case 'swimming': {
      const waterline = base - height * 0.06;
      const wake = repeat(3, (row) =>
        ellipse(
          x,
          waterline + unit * 0.014 * row,
          width * (0.6 - row * 0.12),
          unit * 0.006,
          backdrop.near,
          ' opacity=".75"',
        ),
      );
      return `<g opacity=".16" transform="translate(0 ${n(2 * waterline)}) scale(1 -1)">${picture}</g>${picture}${wake}`;
    }
    case 'head':
      return (
        picture + (backdrop.cover === 'bushes' ? hedge(canvas, figure) : mound(canvas, backdrop, figure, id))
      );
    case 'bust':
      return ellipse(x, canvas.height, width, height * 0.35, 'url(#shadow)', ' opacity=".5"') + picture;
    case 'flying':
      return (
        (drawn.isDisc
          ? ellipse(x, base - height / 2, height * 1.5, height * 1.5, 'url(#halo)', ' opacity=".7"')
          : '') + picture
      );
  }
}

function drawPicture(
  { random }: Canvas,
  { x, base, width, height, tilt, drawn, role }: PlacedFigure,
  id: string,
): string {
  const mirror = drawn.canMirror && random.next() < 0.5 ? ' scale(-1 1)' : '';
  const turn = tilt === 0 ? '' : ` rotate(${n(tilt)})`;
  // Light sources keep their colours at every time of day.
  const near = role === 'bust' || role === 'head';
  const hour =
    drawn.isDisc || drawn.kind === 'sky-light' ? '' : ` filter="url(#${near ? 'hour-near' : 'hour'})"`;
  const body = drawn.body(id);
  return `<g transform="translate(${n(x)} ${n(base)})${turn}${mirror}"${hour}><svg x="${n(-width / 2)}" y="${n(-height)}" width="${n(width)}" height="${n(height)}" viewBox="${drawn.box.join(' ')}" overflow="visible">${body}</svg></g>`;
}

/** A small island for figures that do not swim. */
function island({ unit }: Canvas, { x, base, width }: PlacedFigure): string {
  return (
    ellipse(x, base + unit * 0.02, width * 0.85, unit * 0.05, '#cfae74') +
    ellipse(x, base + unit * 0.008, width * 0.8, unit * 0.04, '#e9d3a0')
  );
}

function hedge(canvas: Canvas, { x, base, width, height }: PlacedFigure): string {
  const rows = [-0.04, 0.04, 0.12, 0.2].map((share) => base + height * share);
  return rows
    .map((y, row) => bushes(canvas, x - width * (0.62 + row * 0.12), x + width * (0.62 + row * 0.12), y))
    .join('');
}

function mound(
  { light, height: bottom, unit }: Canvas,
  { near }: Backdrop,
  { x, base, width, height }: PlacedFigure,
  id: string,
): string {
  const [top, half] = [base - height * 0.16, width * 1.25];
  return `<defs>${vertical(`${id}mound`, edge(light, near), near, near)}</defs><path d="M${n(x - half)} ${n(bottom + unit)}L${n(x - half)} ${n(bottom)}Q${n(x - half * 0.5)} ${n(top)} ${n(x)} ${n(top)}T${n(x + half)} ${n(bottom)}V${n(bottom + unit)}Z" fill="url(#${id}mound)"/>`;
}
