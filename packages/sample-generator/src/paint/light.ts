import type { Time } from '../prompt/setting.ts';
import { type Colour, darken, lighten, mix } from './colour.ts';
import type { Random } from './random.ts';

/** The colours of a time of day. */
export interface Light {
  readonly time: Time;
  /** Gradient from the zenith to the horizon. */
  readonly sky: readonly [Colour, Colour, Colour];
  /** The sun's or the moon's light. */
  readonly glow: Colour;
  /** Colour that shadows and distant things fade into. */
  readonly haze: Colour;
  /** Tint over all figures, so that they match the time of day. */
  readonly tint: Colour;
  readonly tintOpacity: number;
}

const DAYS: readonly [Light['sky'], ...Light['sky'][]] = [
  ['#4f9fe0', '#9fd3f2', '#e8f6fb'],
  ['#5aa7d8', '#b5dcef', '#fbf3df'],
  ['#6c9fe0', '#b9cdf5', '#fbe9ec'],
  ['#3f93c9', '#93d0d8', '#eef8e4'],
];
const SUNSETS: readonly [Light['sky'], ...Light['sky'][]] = [
  ['#3c3a78', '#d3638a', '#ffc46b'],
  ['#5a4a8c', '#f08a7a', '#ffdf9e'],
  ['#27386b', '#b4567d', '#ff9d5c'],
];
const NIGHTS: readonly [Light['sky'], ...Light['sky'][]] = [
  ['#0a1030', '#1b2c62', '#41588f'],
  ['#0d0f2b', '#2b2560', '#5b4a8c'],
  ['#071a2c', '#12405a', '#3c7a86'],
];

/** The light of a time of day, in one of several variants; an overcast sky makes all colours greyer. */
export function lightOf(time: Time, overcast: boolean, random: Random): Light {
  const light = clearLight(time, random);
  if (!overcast) return light;
  const [zenith, middle, low] = light.sky;
  const grey: Colour = time === 'night' ? '#232b3a' : '#8792a0';
  return {
    ...light,
    sky: [mix(zenith, grey, 0.75), mix(middle, grey, 0.6), mix(low, grey, 0.45)],
    haze: mix(light.haze, grey, 0.6),
  };
}

function clearLight(time: Time, random: Random): Light {
  switch (time) {
    case 'day': {
      const sky = random.pick(DAYS);
      return {
        time,
        sky,
        glow: '#fff6cf',
        haze: mix(sky[1], sky[2], 0.6),
        tint: '#fff1c9',
        tintOpacity: 0.07,
      };
    }
    case 'sunset': {
      const sky = random.pick(SUNSETS);
      return {
        time,
        sky,
        glow: '#ffe6a3',
        haze: mix(sky[1], sky[2], 0.5),
        tint: '#e0704a',
        tintOpacity: 0.2,
      };
    }
    case 'night': {
      const sky = random.pick(NIGHTS);
      return { time, sky, glow: '#eaf1ff', haze: sky[2], tint: '#16235c', tintOpacity: 0.25 };
    }
  }
}

/** A colour under this light: `depth` 0 is near, 1 is at the horizon. */
export function lit(light: Light, colour: Colour, depth = 0): Colour {
  const shaded = {
    day: colour,
    sunset: mix(mix(colour, '#e8803f', 0.2), '#4a2a55', 0.16),
    night: darken(mix(colour, light.sky[1], 0.45), 0.2),
  };
  return mix(shaded[light.time], light.haze, depth * 0.75);
}

/** The colour of a surface's edge that faces the light. */
export function edge(light: Light, colour: Colour): Colour {
  return light.time === 'night'
    ? mix(colour, light.sky[2], 0.35)
    : lighten(mix(colour, light.glow, 0.35), 0.08);
}
