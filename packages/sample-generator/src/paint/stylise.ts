import type { Style } from '../prompt/style.ts';
import { n, rect } from './draw.ts';
import type { Canvas } from './sky.ts';

type Paint = (picture: string, canvas: Canvas, grain: string) => string;

const PAINTS: Readonly<Record<Style, Paint>> = {
  watercolour: (picture, canvas, grain) =>
    filtered(picture, saturate(1.05) + matrix([0.8, 0.19], [0.8, 0.19], [0.8, 0.18])) +
    sheetEdge(canvas) +
    paper(canvas, grain, 0.5),
  painting: (picture, canvas, grain) => filtered(picture, saturate(1.3)) + paper(canvas, grain, 0.8),
  // Edge detection, over a light tone.
  pencil: (picture, canvas, grain) =>
    filtered(
      picture,
      `${saturate(0)}<feConvolveMatrix order="3" kernelMatrix="-1 -1 -1 -1 8 -1 -1 -1 -1" divisor="1" edgeMode="duplicate" preserveAlpha="true"/>${matrix([-1.6, 1], [-1.6, 1], [-1.6, 1])}<feColorMatrix type="saturate" values="0" result="lines"/><feColorMatrix in="SourceGraphic" type="saturate" values="0"/>${matrix([0.5, 0.55], [0.5, 0.54], [0.5, 0.52])}<feBlend in2="lines" mode="multiply"/>`,
    ) + paper(canvas, grain, 0.9),
  vintage: (picture, canvas, grain) =>
    filtered(
      picture,
      '<feColorMatrix values=".45 .5 .15 0 .08 .36 .46 .12 0 .05 .26 .34 .1 0 .03 0 0 0 1 0"/>',
    ) + paper(canvas, grain, 0.8),
  mono: (picture, canvas, grain) =>
    filtered(picture, saturate(0) + matrix([1.2, -0.06], [1.2, -0.06], [1.2, -0.06])) +
    paper(canvas, grain, 0.5),
  pastel: (picture) => filtered(picture, saturate(0.8) + matrix([0.6, 0.39], [0.6, 0.37], [0.6, 0.4])),
  neon: (picture, { width, height, unit }) =>
    `<defs><linearGradient id="neon" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#ff2fb0"/><stop offset=".5" stop-color="#4a1f9e"/><stop offset="1" stop-color="#00d5ff"/></linearGradient></defs>${filtered(
      picture,
      `${saturate(1.5)}<feGaussianBlur stdDeviation="${n(unit / 60)}" result="soft"/><feComposite in="SourceGraphic" in2="soft" operator="arithmetic" k1="0" k2=".85" k3=".5" k4="-.06"/>`,
    )}${cover(width, height, 'url(#neon)', 'screen', 0.32)}${cover(width, height, 'url(#neon)', 'soft-light', 0.55)}`,
  // The renderer makes the squares.
  pixel: (picture) => picture,
};

/** Applies a style to a whole picture: SVG filters around it, paper texture over it. */
export function stylise(picture: string, style: Style, canvas: Canvas, grain: string): string {
  return PAINTS[style](picture, canvas, grain);
}

/** Distortion of outlines in a style, as a share of the shorter side. */
export const UNSTEADINESS: Readonly<Partial<Record<Style, number>>> = { watercolour: 0.014, painting: 0.02 };

function filtered(picture: string, filter: string): string {
  return `<filter id="style" x="0" y="0" width="100%" height="100%" color-interpolation-filters="sRGB">${filter}</filter><g filter="url(#style)">${picture}</g>`;
}

/** A colour matrix: each channel times its first number plus its second. */
function matrix(
  ...[red, green, blue]: readonly [[number, number], [number, number], [number, number]]
): string {
  return `<feColorMatrix values="${red[0]} 0 0 0 ${red[1]} 0 ${green[0]} 0 0 ${green[1]} 0 0 ${blue[0]} 0 ${blue[1]} 0 0 0 1 0"/>`;
}

function saturate(value: number): string {
  return `<feColorMatrix type="saturate" values="${value}"/>`;
}

function cover(width: number, height: number, fill: string, blend: string, opacity: number): string {
  return rect(0, 0, width, height, fill, ` opacity="${opacity}" style="mix-blend-mode:${blend}"`);
}

function paper({ width, height, unit }: Canvas, grain: string, opacity: number): string {
  const side = n(unit * 0.25);
  return `<pattern id="paper" width="${side}" height="${side}" patternUnits="userSpaceOnUse"><image href="${grain}" width="${side}" height="${side}" preserveAspectRatio="none"/></pattern>${cover(width, height, 'url(#paper)', 'soft-light', opacity)}`;
}

/** The unpainted white rim of a sheet; the distortion makes it uneven. */
function sheetEdge({ width, height, unit }: Canvas): string {
  const rim = unit * 0.045;
  return `<rect x="${n(rim / 2)}" y="${n(rim / 2)}" width="${n(width - rim)}" height="${n(height - rim)}" rx="${n(rim)}" fill="none" stroke="#fffdf8" stroke-width="${n(rim)}"/><path d="M0 0H${width}V${height}H0ZM${n(rim * 0.7)} ${n(rim * 0.7)}V${n(height - rim * 0.7)}H${n(width - rim * 0.7)}V${n(rim * 0.7)}Z" fill="#fffdf8"/>`;
}
