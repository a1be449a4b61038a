import type { ChartSeries, ReportChart } from '../../report-data.ts';

/** Units of the drawing: the square of the axes, and the margins for text. */
const SIDE = 320;
const LEFT = 52;
const TOP = 12;
const BOTTOM = 48;
const [WIDTH, HEIGHT] = [LEFT + SIDE + 16, TOP + SIDE + BOTTOM];
const TICKS = [0, 0.2, 0.4, 0.6, 0.8, 1];
/** The number of distinct line styles; see `.s0` … of the style. */
const STYLES = 5;

const px = (x: number) => (LEFT + SIDE * x).toFixed(1);
const py = (y: number) => (TOP + SIDE * (1 - y)).toFixed(1);

/** A chart as a figure: lines differ by dashes as well as by colour, and a legend and caption describe it in words. */
export function Chart({ chart }: { readonly chart: ReportChart }) {
  const { id, title, caption, x, y, series, diagonal } = chart;
  const described = series.map(({ name, note }) => `${name}: ${note}`).join('; ');
  return (
    <figure>
      <h3>{title}</h3>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-labelledby={`${id}-title ${id}-words`}>
        <title id={`${id}-title`}>{title}</title>
        <desc id={`${id}-words`}>{`${y} by ${x}. ${described}.`}</desc>
        {TICKS.map((tick) => (
          <Tick key={tick} at={tick} />
        ))}
        {diagonal && <line class="even" x1={px(0)} y1={py(0)} x2={px(1)} y2={py(1)} />}
        {series.map((each, index) => (
          <Line key={each.name} series={each} style={styleOf(index)} />
        ))}
        <text class="axis" x={px(0.5)} y={HEIGHT - 8} text-anchor="middle">
          {x}
        </text>
        <text class="axis" transform={`translate(14 ${py(0.5)}) rotate(-90)`} text-anchor="middle">
          {y}
        </text>
      </svg>
      <ul class="legend">
        {series.map(({ name, note }, index) => (
          <li key={name}>
            <svg viewBox="0 0 40 10" aria-hidden="true">
              <line class={styleOf(index)} x1="0" x2="40" y1="5" y2="5" />
            </svg>
            <span>
              <b>{name}</b> {note}
            </span>
          </li>
        ))}
      </ul>
      <figcaption>{caption}</figcaption>
    </figure>
  );
}

function styleOf(index: number): string {
  return `s${index % STYLES}`;
}

function Tick({ at }: { readonly at: number }) {
  return (
    <>
      <line class="grid" x1={px(at)} x2={px(at)} y1={py(0)} y2={py(1)} />
      <line class="grid" x1={px(0)} x2={px(1)} y1={py(at)} y2={py(at)} />
      <text class="tick" x={px(at)} y={TOP + SIDE + 18} text-anchor="middle">
        {at}
      </text>
      <text class="tick" x={LEFT - 8} y={py(at)} dy="0.35em" text-anchor="end">
        {at}
      </text>
    </>
  );
}

function Line({ series: { points, dots }, style }: { readonly series: ChartSeries; readonly style: string }) {
  return (
    <>
      <polyline class={style} points={points.map(({ x, y }) => `${px(x)},${py(y)}`).join(' ')} />
      {dots && points.map(({ x, y }) => <circle key={x} class={style} cx={px(x)} cy={py(y)} r="3.5" />)}
    </>
  );
}
