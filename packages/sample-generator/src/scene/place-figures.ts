import type { Canvas } from '../paint/sky.ts';
import type { Backdrop } from '../places/backdrop.ts';
import type { Role } from './cast.ts';
import type { Drawn } from './drawn.ts';

/** A drawing with its role in the picture. */
export interface Figure {
  readonly drawn: Drawn;
  readonly role: Role;
}

/** A figure with its position and size in pixels. */
export interface PlacedFigure extends Figure {
  /** Middle of the base. */
  readonly x: number;
  readonly base: number;
  readonly width: number;
  readonly height: number;
  /** Degrees. */
  readonly tilt: number;
}

/** Height of a standing figure as a share of the shorter side, by the number of figures on the ground. */
const SIZES = [0.6, 0.5, 0.43, 0.38, 0.34, 0.31, 0.29, 0.27, 0.25, 0.24];

/** Height of flying figures when no figure is on the ground. */
const SIZES_ALOFT = [0.52, 0.38, 0.32, 0.28];

/** Gives every figure a position and a size, the farthest first. */
export function placeFigures(canvas: Canvas, backdrop: Backdrop, figures: readonly Figure[]): PlacedFigure[] {
  const alone = (some: readonly Figure[]) => some.length === figures.length;
  const distant = figures.filter(({ role }) => role === 'distant');
  const aloft = figures.filter(({ role }) => role === 'flying');
  const grounded = figures.filter(({ role }) => role !== 'distant' && role !== 'flying');
  return [
    ...placeDistant(canvas, backdrop, distant, alone(distant)),
    ...placeAloft(canvas, backdrop, aloft, alone(aloft)),
    ...placeOnGround(canvas, backdrop, grounded).sort((a, b) => a.base - b.base),
  ];
}

type Place = (
  canvas: Canvas,
  backdrop: Backdrop,
  figures: readonly Figure[],
  alone: boolean,
) => PlacedFigure[];

const placeDistant: Place = ({ width, height, unit, random }, { horizon }, figures, alone) => {
  const size = unit * (alone ? 0.62 : 0.48) * (figures.length > 1 ? 0.75 : 1);
  return figures.map((figure, at) => {
    const slot = (at + 0.5) / figures.length + random.between(-0.1, 0.1) / figures.length;
    const x = width * (figures.length === 1 ? 0.5 + random.between(-0.16, 0.16) : slot);
    const base = horizon + (height - horizon) * (alone ? 0.42 : 0.14) + unit * at * 0.02;
    return sized(figure, x, base, size, width * 0.8);
  });
};

const placeAloft: Place = ({ width, height, unit, random }, { horizon, ground }, figures, alone) => {
  const floating = ground === 'floating';
  const sizeAlone = SIZES_ALOFT[Math.min(figures.length, SIZES_ALOFT.length) - 1] ?? 0.28;
  return figures.map((figure, at) => {
    const share = figure.drawn.isDisc ? 0.18 : alone ? sizeAlone : floating ? 0.3 : 0.2;
    const scale = floating ? Math.max(0.6, figure.drawn.tall ** 0.6) : 1;
    const size = unit * share * scale;
    const x =
      figures.length === 1
        ? alone
          ? 0.5
          : random.pick([0.26, 0.74])
        : 0.08 + (0.84 * (at + 0.5)) / figures.length;
    const room = Math.max(0, (floating ? height * 0.8 : horizon * 0.92) - size);
    const high = figure.drawn.isDisc ? 0.2 : alone ? random.between(0.3, 0.75) : random.between(0.05, 0.45);
    const tilt = figure.drawn.isDisc ? 0 : random.between(-9, 9);
    return {
      ...sized(figure, width * (x + random.between(-0.05, 0.05)), size + room * high, size, width * 0.7),
      tilt,
    };
  });
};

function placeOnGround(
  { width, height, unit, random }: Canvas,
  { horizon, ground }: Backdrop,
  figures: readonly Figure[],
): PlacedFigure[] {
  const size = unit * (SIZES[figures.length - 1] ?? 0.3);
  const [hero] = figures;
  const shuffled = figures.map((figure) => ({ figure, key: random.next() })).sort((a, b) => a.key - b.key);
  return shuffled.map(({ figure }, at) => {
    const spread = Math.min(0.92, 0.33 * figures.length);
    const slot = 0.5 + spread * ((at + 0.5) / figures.length - 0.5);
    const aside = figures.length === 1 ? random.pick([-0.08, 0.08]) : 0;
    const x = width * (slot + aside + random.between(-0.03, 0.03));
    const widest = width * (figures.length === 1 ? 0.62 : 0.98 / figures.length);
    if (figure.role === 'bust') {
      const tall = size * (figures.length === 1 ? 1.15 : 1);
      return sized(figure, x, height + tall * 0.03, tall, widest);
    }
    if (figure.role === 'head') return sized(figure, x, height * 0.93, size * 0.8, widest);
    const depth = figure === hero ? random.between(0.2, 0.34) : random.between(0.12, 0.72);
    const front = height * (ground === 'water' ? 0.88 : 0.94);
    const base = front + (horizon + unit * 0.03 - front) * depth;
    const tall = size * figure.drawn.tall ** 0.55 * (1 - 0.34 * depth);
    return sized(figure, x, base, tall, widest);
  });
}

/** The given height, less where the figure would be too wide. */
function sized(figure: Figure, x: number, base: number, height: number, widest: number): PlacedFigure {
  const [, , boxWidth, boxHeight] = figure.drawn.box;
  const width = Math.min((Math.min(height, base * 0.94) * boxWidth) / boxHeight, widest);
  return { ...figure, x, base, width, height: (width * boxHeight) / boxWidth, tilt: 0 };
}
