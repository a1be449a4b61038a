import { ILLUSTRATIONS } from '../illustrations.ts';
import { lightOf } from '../paint/light.ts';
import { random } from '../paint/random.ts';
import type { Canvas } from '../paint/sky.ts';
import { stylise, UNSTEADINESS } from '../paint/stylise.ts';
import { PLACES } from '../places/index.ts';
import { readPrompt } from '../prompt/read-prompt.ts';
import type { Place, Time } from '../prompt/setting.ts';
import { arrange, MAX_FIGURES } from './arrange.ts';
import { paintCaption, sentenceOf } from './caption.ts';
import { habitat } from './cast.ts';
import { drawnOf } from './drawn.ts';
import { hourFilters, paintMood, paintWeather } from './finish.ts';
import { gather, isTabletop } from './gather.ts';
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
  /** The sentence that names what the picture does not show. */
  readonly caption: string | undefined;
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
  const { subjects, setting, style, missing, isEmpty } = readPrompt(prompt, negativePrompt);
  const chance = random(seed, prompt.normalize('NFKC').trim().toLowerCase());
  const named = gather(subjects, chance);
  const isBare =
    named.length === 0 && (missing.length > 0 || (!isEmpty && Object.keys(setting).length === 0));
  const blank = isBare ? ILLUSTRATIONS.get('blank-canvas') : undefined;
  const shown = blank === undefined ? named.slice(0, MAX_FIGURES) : [drawnOf(blank)];
  // A subject that needs water decides the place; else furniture does, else the first subject.
  const hero =
    shown.find(({ role }) => role === 'swimming') ??
    shown.find(({ kind }) => /^(household|place-|bridge)/.test(kind)) ??
    shown.find(({ role }) => role !== 'flying') ??
    shown[0];
  const usual = setting.place ?? chance.pick(hero === undefined ? SCENERY : habitat(hero));
  // Only small things lie on the table that is the room's foreground; the others stand on a floor.
  const place = usual === 'room' && !shown.every(isTabletop) ? 'interior' : usual;
  const time = setting.time ?? (style === 'neon' ? 'night' : chance.pick(HOURS));
  const canvas: Canvas = {
    width,
    height,
    unit: Math.min(width, height),
    light: lightOf(time, setting.weather === 'rain', chance),
    random: chance,
    autumn: setting.weather === 'leaves',
    disc: !shown.some(({ isDisc }) => isDisc) && setting.weather !== 'rain',
  };
  const backdrop = PLACES[place](canvas);
  const figures = arrange(canvas, backdrop, shown);
  const outdoors = place !== 'room' && place !== 'interior' && place !== 'space' && place !== 'underwater';
  const weather = outdoors ? paintWeather(canvas, setting.weather ?? 'clear') : '';
  const picture = backdrop.behind + figures + backdrop.front + weather + paintMood(canvas);
  const styled = style === undefined ? picture : stylise(picture, style, canvas, grain);
  return {
    svg: frame(width, height, `<defs>${hourFilters(time)}</defs>${styled}`),
    pixelSize: style === 'pixel' ? Math.max(2, Math.round(canvas.unit / 80)) : 1,
    caption: captionOf(missing, isBare && missing.length === 0, named.length > MAX_FIGURES),
    strays: style === undefined ? 0 : (UNSTEADINESS[style] ?? 0) * canvas.unit,
  };
}

/** The label and the caption alone, drawn over the finished picture so that no style makes them unreadable. */
export function composeLabel(width: number, height: number, caption?: string): string {
  const text = caption === undefined ? '' : paintCaption(caption, width, height);
  return frame(width, height, text + paintLabel(width, height));
}

function captionOf(
  missing: readonly string[],
  namesNothing: boolean,
  isCrowded: boolean,
): string | undefined {
  if (namesNothing) return 'The prompt names nothing to draw';
  if (missing.length > 0) return sentenceOf(missing);
  return isCrowded ? `Could not draw more than ${MAX_FIGURES} figures` : undefined;
}

function frame(width: number, height: number, content: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${content}</svg>`;
}
