import { n, rect, repeat } from '../paint/draw.ts';
import type { Canvas } from '../paint/sky.ts';
import type { Time, Weather } from '../prompt/setting.ts';

/**
 * Multiplies a drawing's colours by those of the time of day: the filter `hour` that figures refer to, and `hour-near`,
 * half as strong, for faces that fill the picture.
 */
export function hourFilters(time: Time): string {
  const [r, g, b] = { day: [1, 1, 1], sunset: [1.02, 0.92, 0.86], night: [0.68, 0.72, 0.86] }[time];
  const [warm, cold] = [time === 'sunset' ? 0.02 : 0, time === 'night' ? 0.07 : 0];
  const filter = (id: string, strength: number) => {
    const [red, green, blue] = [r, g, b].map((value = 1) => 1 + (value - 1) * strength);
    return `<filter id="${id}" x="-20%" y="-20%" width="140%" height="140%" color-interpolation-filters="sRGB"><feColorMatrix values="${red} 0 0 0 ${warm * strength} 0 ${green} 0 0 0 0 0 ${blue} 0 ${cold * strength} 0 0 0 1 0"/></filter>`;
  };
  return filter('hour', 1) + filter('hour-near', 0.5);
}

/** Rain, snow or petals, in front of everything. */
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

/** The tint of the time of day, and a vignette. */
export function paintMood({ width, height, light }: Canvas): string {
  return `<defs><radialGradient id="rim" cx=".5" cy=".46" r=".78"><stop offset=".55" stop-color="#0a0a23" stop-opacity="0"/><stop offset="1" stop-color="#0a0a23" stop-opacity=".34"/></radialGradient></defs>${rect(0, 0, width, height, light.tint, ` opacity="${light.tintOpacity}" style="mix-blend-mode:soft-light"`)}${rect(0, 0, width, height, 'url(#rim)')}`;
}
