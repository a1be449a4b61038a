import { n, rect, repeat } from './draw.ts';
import type { Time, Weather } from './setting.ts';
import type { Canvas } from './sky.ts';
import type { Style } from './style.ts';

/** Multiplies a drawing's own colours by those of the hour: the `hour` filter that figures refer to. */
export function hourFilter(time: Time): string {
  const [r, g, b] = { day: [1, 1, 1], sunset: [1.02, 0.92, 0.86], night: [0.68, 0.72, 0.86] }[time];
  const [warm, cold] = [time === 'sunset' ? 0.02 : 0, time === 'night' ? 0.07 : 0];
  return `<filter id="hour" x="-20%" y="-20%" width="140%" height="140%" color-interpolation-filters="sRGB"><feColorMatrix values="${r} 0 0 0 ${warm} 0 ${g} 0 0 0 0 0 ${b} 0 ${cold} 0 0 0 1 0"/></filter>`;
}

/** What falls from the sky, in front of everything. */
export function paintWeather({ width, height, unit, random }: Canvas, weather: Weather): string {
  const area = (width * height) / unit ** 2;
  const anywhere = () => ({ x: random.between(0, width), y: random.between(0, height) });
  switch (weather) {
    case 'clear':
      return '';
    case 'rain':
      return `<g stroke="#dcecff" stroke-width="${n(unit * 0.0025)}" opacity=".5">${repeat(area * 130, () => {
        const { x, y } = anywhere();
        const length = unit * random.between(0.02, 0.05);
        return `<path d="M${n(x)} ${n(y)}l${n(-length * 0.3)} ${n(length)}"/>`;
      })}</g>`;
    case 'snow':
      return repeat(area * 120, () => {
        const { x, y } = anywhere();
        const size = unit * random.between(0.0015, 0.0065);
        return `<circle cx="${n(x)}" cy="${n(y)}" r="${n(size)}" fill="#fff" opacity="${n(random.between(0.5, 1))}"/>`;
      });
    case 'petals':
    case 'leaves': {
      const colours =
        weather === 'petals'
          ? (['#ffc9dc', '#ffdbe8', '#f9a8c6'] as const)
          : (['#d9822b', '#c8442d', '#e3b13a'] as const);
      return repeat(area * 46, () => {
        const { x, y } = anywhere();
        const size = unit * random.between(0.005, 0.012);
        return `<ellipse cx="0" cy="0" rx="${n(size)}" ry="${n(size * 0.5)}" fill="${random.pick(colours)}" opacity=".9" transform="translate(${n(x)} ${n(y)}) rotate(${n(random.between(0, 180))})"/>`;
      });
    }
  }
}

/** The tint of the hour and a darker rim, which hold a picture together. */
export function paintMood({ width, height, light }: Canvas): string {
  return `<defs><radialGradient id="rim" cx=".5" cy=".46" r=".78"><stop offset=".55" stop-color="#0a0a23" stop-opacity="0"/><stop offset="1" stop-color="#0a0a23" stop-opacity=".34"/></radialGradient></defs>${rect(0, 0, width, height, light.tint, ` opacity="${light.tintOpacity}" style="mix-blend-mode:soft-light"`)}${rect(0, 0, width, height, 'url(#rim)')}`;
}

/** A whole picture in a style: filters around it, paper and grain over it. */
export function stylise(
  picture: string,
  style: Style | undefined,
  { width, height, unit, random }: Canvas,
): string {
  if (style === undefined || style === 'pixel') return picture;
  const seed = Math.floor(random.between(1, 9999));
  const cover = (fill: string, blend: string, opacity: number) =>
    rect(0, 0, width, height, fill, ` opacity="${opacity}" style="mix-blend-mode:${blend}"`);
  const noise = (frequency: number, octaves: number, result: string) =>
    `<feTurbulence type="fractalNoise" baseFrequency="${(frequency / unit).toFixed(5)}" numOctaves="${octaves}" seed="${seed}" result="${result}"/>`;
  const bend = (scale: number) =>
    `<feDisplacementMap in="SourceGraphic" in2="noise" scale="${n(unit * scale)}" xChannelSelector="R" yChannelSelector="G"/>`;
  const paper = `<filter id="paper" x="0" y="0" width="100%" height="100%" color-interpolation-filters="sRGB">${noise(220, 2, 'n')}<feColorMatrix values="0 0 0 0 1 0 0 0 0 1 0 0 0 0 1 .9 0 0 0 -.28"/></filter><rect width="${n(width)}" height="${n(height)}" filter="url(#paper)" opacity=".35"/>`;
  const wrap = (filter: string) =>
    `<filter id="style" x="0" y="0" width="100%" height="100%" color-interpolation-filters="sRGB">${filter}</filter><g filter="url(#style)">${picture}</g>`;
  const matrix = (values: string) => `<feColorMatrix values="${values}"/>`;
  const saturate = (value: number) => `<feColorMatrix type="saturate" values="${value}"/>`;
  switch (style) {
    case 'watercolour':
      return (
        wrap(
          noise(14, 3, 'noise') + bend(0.035) + matrix('.82 0 0 0 .17 0 .82 0 0 .17 0 0 .82 0 .16 0 0 0 1 0'),
        ) +
        paper +
        paperEdge(width, height, unit)
      );
    case 'pencil':
      return (
        wrap(
          `${saturate(0)}<feConvolveMatrix order="3" kernelMatrix="-1 -1 -1 -1 8.6 -1 -1 -1 -1" divisor="1" edgeMode="duplicate" preserveAlpha="true"/>${matrix('-1.6 0 0 0 1.35 0 -1.6 0 0 1.34 0 0 -1.6 0 1.3 0 0 0 1 0')}`,
        ) + paper
      );
    case 'vintage':
      return (
        wrap(matrix('.42 .5 .14 0 .06 .35 .45 .12 0 .04 .26 .34 .1 0 .02 0 0 0 1 0')) +
        paper +
        cover('#f2d7a0', 'soft-light', 0.35)
      );
    case 'neon':
      return `<defs><linearGradient id="neon" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#ff2fd0"/><stop offset=".5" stop-color="#5a2bff"/><stop offset="1" stop-color="#00e5ff"/></linearGradient></defs>${wrap(saturate(1.7) + matrix('1.15 0 0 0 -.06 0 1.05 0 0 -.06 0 0 1.25 0 0 0 0 0 1 0'))}${cover('url(#neon)', 'overlay', 0.5)}`;
    case 'mono':
      return wrap(saturate(0) + matrix('1.2 0 0 0 -.08 0 1.2 0 0 -.08 0 0 1.2 0 -.08 0 0 0 1 0')) + paper;
    case 'pastel':
      return wrap(saturate(0.75) + matrix('.62 0 0 0 .38 0 .62 0 0 .36 0 0 .62 0 .39 0 0 0 1 0'));
    case 'painting':
      return wrap(noise(44, 2, 'noise') + bend(0.03) + saturate(1.25)) + paper;
  }
}

/** The white, uneven rim of a sheet that paint did not reach. */
function paperEdge(width: number, height: number, unit: number): string {
  const rim = unit * 0.05;
  return `<filter id="edge" x="-5%" y="-5%" width="110%" height="110%"><feTurbulence type="fractalNoise" baseFrequency="${(18 / unit).toFixed(5)}" numOctaves="3" result="noise"/><feDisplacementMap in="SourceGraphic" in2="noise" scale="${n(rim * 1.2)}"/></filter><path d="M${n(-rim)} ${n(-rim)}H${n(width + rim)}V${n(height + rim)}H${n(-rim)}ZM${n(rim)} ${n(rim)}V${n(height - rim)}H${n(width - rim)}V${n(rim)}Z" fill="#fffdf8" filter="url(#edge)"/>`;
}
