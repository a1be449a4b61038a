import type { UnscreenedImage } from '@shoji/core';
import type { UnscreenedAnswer } from '../../dialect-kit/answers/answer.ts';
import { ownWords, type Replaced } from '../../dialect-kit/answers/own-words.ts';
import { jsonText, record } from '../../dialect-kit/answers/shape.ts';
import { fieldOf, isObject, type Json, type JsonObject } from '../../wire/json/strict-json.ts';
import { INFO } from './shapes.ts';

/** The images that the server made: the requested ones, and those that it adds before and after them. */
export interface Made {
  readonly samples: readonly UnscreenedImage[];
  /** All samples in one picture, which the server puts first. */
  readonly grid: UnscreenedImage | undefined;
  /** Masks, ControlNet's maps, or whatever a script makes. */
  readonly others: readonly UnscreenedImage[];
  /** The parsed `info`. */
  readonly info: JsonObject;
}

/** `info` is JSON in a string; only the fields that its shape names are kept. */
const MADE = record({ info: jsonText(INFO) });

/** Splits an answer into its images. @param count How many samples were requested. */
export function readMade(answer: UnscreenedAnswer, count: number): Made {
  const info = parseInfo(answer.screened(MADE).fields.info);
  const images = answer.pictures((value) => {
    const list = fieldOf(value, 'images');
    return Array.isArray(list) ? list : [];
  });
  const first = info.index_of_first_image === 1 && images.length > count ? 1 : 0;
  return {
    grid: first === 1 ? images[0] : undefined,
    samples: images.slice(first, first + count),
    others: images.slice(first + count),
    info,
  };
}

function parseInfo(info: Json | undefined): JsonObject {
  if (typeof info !== 'string') return isObject(info) ? info : {};
  try {
    const parsed: unknown = JSON.parse(info);
    return isObject(parsed) ? parsed : {};
  } catch {
    return {};
  }
}

/**
 * The `info` with the client's own negative prompts in place of the merged ones, and with the seeds that were used.
 */
export function ownInfo(
  info: JsonObject,
  replaced: readonly Replaced[],
  seeds: readonly number[],
): JsonObject {
  const restored = ownWords(replaced, '\nNegative prompt: ');
  const visit = (value: Json): Json => {
    if (typeof value === 'string') return restored(value);
    if (Array.isArray(value)) return value.map(visit);
    return isObject(value)
      ? Object.fromEntries(Object.entries(value).map(([key, each]) => [restored(key), visit(each)]))
      : value;
  };
  const told = visit(info);
  if (!isObject(told)) return {};
  const [seed] = seeds;
  return {
    ...told,
    ...(seed !== undefined && {
      seed,
      all_seeds: [...seeds],
      infotexts: withSeeds(told.infotexts, seeds),
    }),
  };
}

/** Pictures that were generated again have another seed than the server's list says. */
function withSeeds(infotexts: Json | undefined, seeds: readonly number[]): Json {
  if (!Array.isArray(infotexts)) return [];
  const first = Math.max(0, infotexts.length - seeds.length);
  return infotexts
    .slice(first)
    .map((text, index) =>
      typeof text === 'string' ? text.replace(/\bSeed: \d+/, () => `Seed: ${seeds[index]}`) : text,
    );
}

/** The `info` with a sentence in the info text of each picture that has one: apps show that text beside the picture. */
export function withNotes(info: JsonObject, notes: readonly (string | undefined)[]): JsonObject {
  if (notes.every((note) => note === undefined)) return info;
  const texts = Array.isArray(info.infotexts) ? info.infotexts : [];
  // The text of a grid comes before those of its images.
  const first = Math.max(0, texts.length - notes.length);
  const noted = notes.map((note, index) => {
    const text = texts[first + index];
    return withNote(typeof text === 'string' ? text : '', note);
  });
  return { ...info, infotexts: [...texts.slice(0, first), ...noted] };
}

/** As one more parameter, so that the text can still be parsed: the web UI quotes values with a colon. */
function withNote(text: string, note: string | undefined): string {
  if (note === undefined) return text;
  if (text === '') return note;
  const hasParameters = /(^|\n)Steps: [^\n]*$/.test(text);
  return hasParameters ? `${text}, Shoji: ${JSON.stringify(note)}` : `${text}\n${note}`;
}
