import { ILLUSTRATIONS, type Illustration, isAlive } from '../illustrations.ts';
import type { Colour } from '../paint/colour.ts';
import { type Action, TRADES } from './action-words.ts';
import { type Found, findWords } from './find-words.ts';
import type { Relation } from './relation-words.ts';
import { SETTING_WORDS, type SettingWords } from './setting.ts';
import { STYLE_WORDS, type Style } from './style.ts';
import { lookUp } from './vocabulary.ts';

/** A thing that the prompt names: any of these drawings shows it, `count` times. */
export interface Subject {
  readonly choices: readonly [Illustration, ...Illustration[]];
  readonly count: number;
  /** The prompt's word for it. */
  readonly word: string;
  readonly colour?: Colour;
  readonly action?: Action;
  /** A thing that belongs to each of them: a boxer's glove. */
  readonly has?: { readonly relation: Relation; readonly thing: Illustration };
  /** Its position relative to another subject, by that subject's index. */
  readonly link?: { readonly relation: Relation; readonly to: number };
}

/** A prompt as the compositor reads it, in the prompt's order. */
export interface PromptMeaning {
  readonly subjects: readonly Subject[];
  readonly setting: SettingWords;
  readonly style: Style | undefined;
  /** Words for which there is no drawing. */
  readonly missing: readonly string[];
  /** Whether the prompt has no words at all. */
  readonly isEmpty: boolean;
}

/** Words for several different people: how many. */
const GROUPS: ReadonlyMap<string, number> = new Map([
  ['couple', 2],
  ['lovers', 2],
  ['twins', 2],
  ['siblings', 2],
  ['band', 3],
  ['rock band', 3],
  ['family', 4],
  ['crowd', 6],
]);

/** Words that name a thing and the place it is usually in. */
const PLACES_OF_THINGS: ReadonlyMap<string, SettingWords> = new Map([
  ['coral reef', { place: 'underwater' }],
  ['reef', { place: 'underwater' }],
  ['living room', { place: 'room' }],
  ['laboratory', { place: 'room' }],
  ['bedroom', { place: 'room' }],
]);

/**
 * Reads the subjects, setting and style of a prompt, and the words that have no drawing.
 * @param unwanted The negative prompt: drawings with its words as keywords are not used.
 */
export function readPrompt(prompt: string, unwanted = ''): PromptMeaning {
  const banned = new Set(
    findWords(unwanted).flatMap((found) =>
      found.kind === 'known' ? lookUp(found.word).map(({ icon }) => icon) : [],
    ),
  );
  const reading = new Reading(banned);
  for (const each of findWords(prompt)) reading.take(each);
  return { ...reading.meaning(), isEmpty: !/\p{L}/u.test(prompt) };
}

class Reading {
  readonly #banned: ReadonlySet<string>;
  readonly #subjects: Subject[] = [];
  readonly #missing = new Set<string>();
  #setting: SettingWords = {};
  #style: Style | undefined;
  #colour: Colour | undefined;
  #action: Action | undefined;
  #relation: Relation | undefined;
  #isRefused = false;
  /** Whether the relation is that of the next thing to the last one, as in Japanese. */
  #isReversed = false;
  /** The subject that a relation is to, if the prompt's part has one. */
  #last: number | undefined;

  constructor(banned: ReadonlySet<string>) {
    this.#banned = banned;
  }

  meaning(): Omit<PromptMeaning, 'isEmpty'> {
    return {
      subjects: this.#subjects,
      setting: this.#setting,
      style: this.#style,
      missing: [...this.#missing],
    };
  }

  take(found: Found): void {
    switch (found.kind) {
      case 'relation':
        this.#relation = found.relation;
        this.#isReversed = found.isReversed === true;
        break;
      case 'colour':
        this.#colour = found.colour;
        break;
      case 'refusal':
        this.#isRefused = true;
        break;
      case 'break':
        this.#forget();
        this.#last = undefined;
        break;
      case 'unknown':
        if (!this.#isRefused) this.#missing.add(found.word);
        this.#forget();
        break;
      case 'action':
        this.#act(found.action, found.word);
        break;
      case 'player':
        this.#give(found.word, found.count);
        break;
      case 'trade':
        this.#practise(found.word, found.count);
        break;
      case 'known':
        this.#name(found.word, found.count);
        break;
    }
  }

  #forget(): void {
    this.#relation = undefined;
    this.#colour = undefined;
    this.#isRefused = false;
  }

  /** An action belongs to the person or animal before it, else to the next one: "a dancing bear". */
  #act(action: Action, word: string): void {
    const actor = this.#last === undefined ? undefined : this.#subjects[this.#last];
    if (actor === undefined || !isAlive(actor.choices[0])) this.#action = action;
    else if (actor.action === undefined) {
      const thing = ILLUSTRATIONS.get(action.needs ?? '');
      this.#replace(this.#last, { ...actor, action, ...(thing && { has: { relation: 'hold', thing } }) });
    }
    // "Reading" and "painting" are followed by what is held.
    if (/^(reading|studying|kicking|rowing)$/.test(word)) this.#relation = 'hold';
  }

  #replace(at: number | undefined, subject: Subject): void {
    if (at !== undefined) this.#subjects[at] = subject;
  }

  #practise(word: string, count: number): void {
    const [whom = 'person', icon = ''] = TRADES.get(word) ?? [];
    const before = this.#subjects.length;
    this.#name(whom, count, word);
    const [added, thing] = [this.#subjects[before], ILLUSTRATIONS.get(icon)];
    if (added === undefined || thing === undefined) return;
    const relation = /board$/.test(icon)
      ? 'ride'
      : (thing.kind === 'clothing' && icon !== 'backpack') || icon === 'martial-arts-uniform'
        ? 'wear'
        : 'hold';
    this.#replace(before, { ...added, has: { relation, thing } });
  }

  /** A saxophone player is a person with the thing that was just named. */
  #give(word: string, count: number): void {
    const at = this.#subjects.length - 1;
    const named = this.#last === at ? this.#subjects[at] : undefined;
    if (named === undefined || isAlive(named.choices[0])) {
      this.#name('person', count, word);
      return;
    }
    const [first, ...rest] = lookUp('person');
    if (first === undefined) return;
    const { link } = named;
    const has = { relation: 'hold', thing: named.choices[0] } as const;
    this.#replace(at, { choices: [first, ...rest], count, word, has, ...(link && { link }) });
  }

  #name(word: string, count: number, said = word): void {
    const setting = SETTING_WORDS.get(word) ?? PLACES_OF_THINGS.get(word);
    const style = STYLE_WORDS.get(word);
    const relation = this.#relation;
    const [colour, action, isRefused] = [this.#colour, this.#action, this.#isRefused];
    this.#forget();
    if (isRefused) return;
    // The first word about the place or time of day counts; later ones often belong to a comparison.
    if (setting !== undefined) this.#setting = { ...setting, ...this.#setting };
    if (style !== undefined) this.#style ??= style;
    if (SETTING_WORDS.has(word) || style !== undefined) return;
    const [first, ...rest] = lookUp(word).filter(({ icon }) => !this.#banned.has(icon));
    if (first === undefined) return;
    const known = this.#subjects.findIndex(
      ({ choices, word: other }) => choices[0].icon === first.icon && (other === said || said === word),
    );
    const same = this.#subjects[known];
    if (same !== undefined && (colour === undefined || same.colour === colour)) {
      this.#replace(known, { ...same, count: Math.max(same.count, count) });
      return;
    }
    const subject: Subject = { choices: [first, ...rest], count: GROUPS.get(word) ?? count, word: said };
    const isReversed = this.#isReversed && relation !== undefined && this.#last === this.#subjects.length - 1;
    const before = isReversed ? this.#subjects.pop() : undefined;
    const link =
      relation === undefined || this.#last === undefined || isReversed
        ? undefined
        : { relation, to: this.#last };
    this.#action = undefined;
    this.#last = this.#subjects.length;
    this.#subjects.push({
      ...subject,
      ...(colour !== undefined && { colour }),
      ...(action !== undefined && { action }),
      ...(link !== undefined && { link }),
    });
    this.#isReversed = false;
    if (before !== undefined && relation !== undefined)
      this.#subjects.push({ ...before, link: { relation, to: this.#last } });
  }
}
