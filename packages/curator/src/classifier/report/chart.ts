import { html } from 'hono/html';
import type { Point } from '../measure/curves.ts';

/** A line of a chart. */
export interface Series {
  readonly name: string;
  /** What the legend adds to the name, e.g. `AUC 0.912`. */
  readonly note: string;
  readonly points: readonly Point[];
  /** True to mark each point. */
  readonly dots?: boolean;
}

export interface Chart {
  readonly id: string;
  readonly title: string;
  /** What the chart shows, in a sentence or two. */
  readonly caption: string;
  readonly x: string;
  readonly y: string;
  readonly series: readonly Series[];
  /** True to draw the line from (0, 0) to (1, 1). */
  readonly diagonal: boolean;
}

/** Units of the drawing: the square that 0–1 is mapped to, and the room around it for words. */
const SIDE = 320;
const LEFT = 52;
const TOP = 12;
const BOTTOM = 48;
const TICKS = [0, 0.2, 0.4, 0.6, 0.8, 1];
/** Lines that can be told apart; see `.s0` … of the style. */
const STYLES = 5;

const px = (x: number) => (LEFT + SIDE * x).toFixed(1);
const py = (y: number) => (TOP + SIDE * (1 - y)).toFixed(1);

/** A chart of shares as a figure: lines differ by dashes as well as by colour, and a legend and caption say it in words. */
export function chartFigure({ id, title, caption, x, y, series, diagonal }: Chart) {
  const [width, height] = [LEFT + SIDE + 16, TOP + SIDE + BOTTOM];
  const said = series.map(({ name, note }) => `${name}: ${note}`).join('; ');
  return html`<figure>
    <h3>${title}</h3>
    <svg viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${id}-title ${id}-words">
      <title id="${id}-title">${title}</title>
      <desc id="${id}-words">${y} by ${x}. ${said}.</desc>
      ${TICKS.map(
        (tick) => html`<line class="grid" x1="${px(tick)}" x2="${px(tick)}" y1="${py(0)}" y2="${py(1)}" />
      <line class="grid" x1="${px(0)}" x2="${px(1)}" y1="${py(tick)}" y2="${py(tick)}" />
      <text class="tick" x="${px(tick)}" y="${TOP + SIDE + 18}" text-anchor="middle">${tick}</text>
      <text class="tick" x="${LEFT - 8}" y="${py(tick)}" dy="0.35em" text-anchor="end">${tick}</text>`,
      )}
      ${diagonal ? html`<line class="even" x1="${px(0)}" y1="${py(0)}" x2="${px(1)}" y2="${py(1)}" />` : ''}
      ${series.map(lineOf)}
      <text class="axis" x="${px(0.5)}" y="${height - 8}" text-anchor="middle">${x}</text>
      <text class="axis" transform="translate(14 ${py(0.5)}) rotate(-90)" text-anchor="middle">${y}</text>
    </svg>
    <ul class="legend">${series.map(
      (
        { name, note },
        index,
      ) => html`<li><svg viewBox="0 0 40 10" aria-hidden="true"><line class="s${index % STYLES}" x1="0" x2="40" y1="5" y2="5" /></svg>
        <span><b>${name}</b> ${note}</span></li>`,
    )}</ul>
    <figcaption>${caption}</figcaption>
  </figure>`;
}

function lineOf({ points, dots }: Series, index: number) {
  const style = `s${index % STYLES}`;
  const path = points.map(({ x, y }) => `${px(x)},${py(y)}`).join(' ');
  return html`<polyline class="${style}" points="${path}" />${
    dots
      ? points.map(({ x, y }) => html`<circle class="${style}" cx="${px(x)}" cy="${py(y)}" r="3.5" />`)
      : ''
  }`;
}
