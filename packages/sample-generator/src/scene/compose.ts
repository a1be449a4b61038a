import { lightOf } from '../paint/light.ts';
import { random } from '../paint/random.ts';
import type { Canvas } from '../paint/sky.ts';
import { stylise, UNSTEADINESS } from '../paint/stylise.ts';
import { PLACES } from '../places/index.ts';
import { readPrompt } from '../prompt/read-prompt.ts';
import type { Place, Time } from '../prompt/setting.ts';
import { arrange } from './arrange.ts';
import { habitat, isDisc, roleOf } from './cast.ts';
import { hourFilters, paintMood, paintWeather } from './finish.ts';
import { paintLabel } from './label.ts';

/** Input of the compositor. The negative prompt removes drawings with its words as keywords. */
export interface Composition {
  readonly prompt: string;
  readonly negativePrompt: string;
  readonly seed: number;
  readonly width: number;
  readonly height: number;
}

/** A composed picture, and the effects applied to its pixels. */
export interface ComposedPicture {
  readonly svg: string;
  /** Side of a block of one colour in pixels; 1 means no blocks. */
  readonly pixelSize: number;
  /** Distortion of outlines, in pixels. */
  readonly strays: number;
}

const HOURS: readonly [Time, ...Time[]] = ['day', 'day', 'day', 'sunset', 'sunset', 'night'];
const SCENERY: readonly [Place, ...Place[]] = ['meadow', 'mountain', 'sea', 'forest', 'desert', 'snow'];

/**
 * Composes a picture of the things that the prompt names, as SVG. The same words and seed give the same picture.
 * Nothing of the prompt's text is in the SVG: words only choose among drawings.
 * @param grain The texture of paper, as a `data:` URI.
 */
export function compose(
  { prompt, negativePrompt, seed, width, height }: Composition,
  grain: string,
): ComposedPicture {
  const { subjects, setting, style } = readPrompt(prompt, negativePrompt);
  const chance = random(seed, prompt.normalize('NFKC').trim().toLowerCase());
  const drawn = subjects.map(({ choices: [first] }) => first);
  // A subject that needs water decides the place; else the first subject does.
  const hero = drawn.find((each) => roleOf(each) === 'swimming') ?? drawn[0];
  const place = setting.place ?? chance.pick(hero === undefined ? SCENERY : habitat(hero));
  const time = setting.time ?? (style === 'neon' ? 'night' : chance.pick(HOURS));
  const canvas: Canvas = {
    width,
    height,
    unit: Math.min(width, height),
    light: lightOf(time, setting.weather === 'rain', chance),
    random: chance,
    autumn: setting.weather === 'leaves',
    disc: !drawn.some(isDisc) && setting.weather !== 'rain',
  };
  const backdrop = PLACES[place](canvas);
  const figures = arrange(canvas, backdrop, subjects);
  const outdoors = place !== 'room' && place !== 'space' && place !== 'underwater';
  const weather = outdoors ? paintWeather(canvas, setting.weather ?? 'clear') : '';
  const picture = backdrop.behind + figures + backdrop.front + weather + paintMood(canvas);
  const styled = style === undefined ? picture : stylise(picture, style, canvas, grain);
  return {
    svg: frame(width, height, `<defs>${hourFilters(time)}</defs>${styled}`),
    pixelSize: style === 'pixel' ? Math.max(2, Math.round(canvas.unit / 80)) : 1,
    strays: style === undefined ? 0 : (UNSTEADINESS[style] ?? 0) * canvas.unit,
  };
}

/** The label alone, drawn over the finished picture so that no style makes it unreadable. */
export function composeLabel(width: number, height: number): string {
  return frame(width, height, paintLabel(width, height));
}

function frame(width: number, height: number, content: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${content}</svg>`;
}
