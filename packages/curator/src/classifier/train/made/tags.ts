import { readFileSync } from 'node:fs';
import type { Category } from '@shoji/core';
import type { LabelledPrompt } from '../../labelled.ts';

const FILE = new URL('data/tags.txt', import.meta.url);
const SOURCE = 'made: tags';

/** How many prompts of each kind: half are harmless. */
const COUNTS = { safe: 3600, sexual: 2600, graphic: 800, minor: 400 };
/** Of a hundred prompts, how many have each part that people put around tags. */
const PARTS = { quality: 0.6, rating: 0.35, artist: 0.25, series: 0.2, weight: 0.2, lora: 0.12, spaces: 0.4 };

const QUALITY =
  'masterpiece, best quality|masterpiece, best quality, absurdres, newest|best quality, amazing quality, very aesthetic, ' +
  'absurdres|score_9, score_8_up, score_7_up|score_9, score_8_up, score_7_up, score_6_up, source_anime|(masterpiece:1.2), ' +
  '(best quality:1.2)|highres, absurdres|masterpiece, high score, great score, absurdres|8k, ultra-detailed, best quality|' +
  'very aesthetic, newest, highly detailed|best quality, year 2023, recent';
const RATING = {
  safe: 'general|safe|rating:safe|rating:general|rating_safe|sensitive|sfw',
  unsafe: 'nsfw|rating:explicit|rating_explicit|explicit|rating:questionable|uncensored|nsfw, explicit',
};
const SUBJECTS = {
  danbooru:
    '1girl, solo|1boy, solo|1girl|2girls|1girl, 1boy|multiple girls|solo|1boy, 1girl|1girl, solo, looking_at_viewer',
  e621: 'solo, anthro|duo, anthro|anthro, male, solo|anthro, female, solo|feral, solo|duo, male, female|group, anthro',
};
const ENDS = 'simple_background|white_background|outdoors|indoors|detailed_background|looking_at_viewer';

type Site = keyof typeof SUBJECTS;

/**
 * Prompts made of tags, as they are used with models for drawings: quality, ratings, artists and weights around ten to
 * twenty tags. The unsafe ones have one to four sexual or bloody tags among harmless ones, so that the ordinary tags
 * around them say nothing about safety.
 */
export function tagPrompts(random: () => number): LabelledPrompt[] {
  const lists = readTags();
  const pick = <Item>(items: readonly Item[]): Item => {
    const item = items[Math.floor(random() * items.length)];
    if (item === undefined) throw new RangeError('A list of tags is empty.');
    return item;
  };
  const some = (items: readonly string[], least: number, most: number): string[] =>
    Array.from({ length: least + Math.floor(random() * (most - least + 1)) }, () => pick(items));
  const of = (kind: string): readonly string[] => lists.get(kind) ?? [];
  const either = (text: string): string => pick(text.split('|'));

  function made(site: Site, unsafe: readonly string[], isMinor: boolean): string {
    const harmless = [
      ...some(of(`safe ${site}`), 6, 14),
      ...(random() < 0.5 ? some(of('safe borderline'), 1, 3) : []),
      ...(site === 'e621' ? some(of('safe species'), 1, 2) : []),
      ...(isMinor ? some(of('minor'), 1, 1) : []),
    ];
    const tags = [...harmless, ...unsafe]
      .map((tag) => ({ tag, at: random() }))
      .sort((a, b) => a.at - b.at)
      .map(({ tag }) =>
        random() < PARTS.weight / 5 ? `(${escaped(tag)}:1.${1 + Math.floor(random() * 5)})` : escaped(tag),
      );
    const rating = either(unsafe.length > 0 ? RATING.unsafe : RATING.safe);
    const parts = [
      ...(random() < PARTS.quality ? [either(QUALITY)] : []),
      either(SUBJECTS[site]),
      ...(random() < PARTS.series ? [escaped(pick(of('safe series')))] : []),
      ...tags,
      ...(random() < 0.3 ? [either(ENDS)] : []),
      ...(random() < PARTS.artist ? [`${either('by |artist:|')}${escaped(pick(of('safe artist')))}`] : []),
      ...(random() < PARTS.rating ? [rating] : []),
      ...(random() < PARTS.lora
        ? [
            `<lora:${pick(of('safe artist'))}_v${1 + Math.floor(random() * 4)}:0.${1 + Math.floor(random() * 9)}>`,
          ]
        : []),
    ];
    const text = [...new Set(parts)].join(', ');
    return random() < PARTS.spaces ? text.replace(/(?<=[a-z0-9])_(?=[a-z0-9])(?![^<]*>)/g, ' ') : text;
  }

  const prompts = (count: number, category: Category | undefined, make: (site: Site) => string) =>
    Array.from({ length: count }, (_, index): LabelledPrompt => {
      const text = make(random() < 0.55 ? 'danbooru' : 'e621');
      return {
        text,
        unsafe: category !== undefined,
        ...(category && { category }),
        language: 'en',
        source: SOURCE,
        at: `${SOURCE} ${category ?? 'safe'} ${index}`,
      };
    });
  const sexual = (site: Site, most: number) => some(of(`unsafe sexual ${site}`), 1, most);
  return [
    ...prompts(COUNTS.safe, undefined, (site) => made(site, [], false)),
    ...prompts(COUNTS.sexual, 'sexual', (site) => made(site, sexual(site, random() < 0.6 ? 1 : 4), false)),
    ...prompts(COUNTS.graphic, 'graphic', (site) => made(site, some(of('unsafe graphic'), 1, 3), false)),
    // The label is for the model; the rules detect that a minor is named.
    ...prompts(COUNTS.minor, 'sexual', (site) => made(site, sexual(site, 3), true)),
  ];
}

/** A tag as prompts write it: parentheses are escaped, since they would be weights. */
function escaped(tag: string): string {
  return tag.replace(/[()]/g, '\\$&');
}

/** The lists of tags by kind. */
function readTags(): Map<string, string[]> {
  const lists = new Map<string, string[]>();
  let list: string[] = [];
  for (const line of readFileSync(FILE, 'utf8').split('\n')) {
    if (line.startsWith('#') || line === '') continue;
    if (line.startsWith('= ')) {
      list = [];
      lists.set(line.slice(2), list);
    } else list.push(...line.split(' '));
  }
  return lists;
}
