import passedOver from '../data/passed-over.json' with { type: 'json' };
import { ILLUSTRATIONS, type Illustration } from '../illustrations.ts';
import { SETTING_WORDS, type SettingWords } from './setting.ts';
import { STYLE_WORDS, type Style } from './style.ts';
import { SUBJECT_WORDS } from './subject-words.ts';

/** A thing that the prompt names: any of these drawings shows it, `count` times. */
export interface Subject {
  readonly choices: readonly [Illustration, ...Illustration[]];
  readonly count: number;
}

/** A prompt as the compositor reads it, in the prompt's order. */
export interface PromptMeaning {
  readonly subjects: readonly Subject[];
  readonly setting: SettingWords;
  readonly style: Style | undefined;
}

/** Drawings with one keyword; a word with more of them is too ambiguous to choose one. */
const MAX_CHOICES = 6;

/** Longest Japanese word that is looked up, in characters. */
const LONGEST_JAPANESE = 8;

/** Keywords of drawings that describe quality in prompts, not content. */
const PASSED_OVER: ReadonlySet<string> = new Set(passedOver);

const NUMBERS = new Map(
  'one two three four five six'.split(' ').flatMap((word, at): [string, number][] => [
    [word, at + 1],
    [String(at + 1), at + 1],
    ['一二三四五六'.charAt(at), at + 1],
  ]),
);
const IRREGULAR_PLURALS = new Map([
  ['men', 'man'],
  ['women', 'woman'],
  ['children', 'child'],
  ['people', 'person'],
  ['mice', 'mouse'],
  ['geese', 'goose'],
  ['wolves', 'wolf'],
  ['leaves', 'leaf'],
]);
const MANY = new Set(['many', 'several', 'group', 'flock', 'herd', 'some', 'lots', 'crowd', 'bunch']);
const JAPANESE_COUNT = /([1-6一二三四五六])(?:匹|羽|頭|人|本|つ|台|輪|個|杯|軒)の?$/u;

const english = index((illustration) => illustration.en);
const japanese = index((illustration) => illustration.ja);

/**
 * Reads the subjects, setting and style of a prompt. Unknown words are ignored.
 * @param unwanted The negative prompt: drawings with its words as keywords are not used.
 */
export function readPrompt(prompt: string, unwanted = ''): PromptMeaning {
  const banned = new Set(findWords(unwanted).flatMap(({ word }) => lookUp(word).map(({ icon }) => icon)));
  const setting: { -readonly [Key in keyof SettingWords]: SettingWords[Key] } = {};
  const subjects = new Map<string, Subject>();
  let style: Style | undefined;
  for (const { word, count } of findWords(prompt)) {
    const words = SETTING_WORDS.get(word);
    if (words !== undefined) {
      // The first word about the place or time of day counts; later ones often belong to a comparison.
      Object.assign(setting, { ...words, ...setting });
      continue;
    }
    const named = STYLE_WORDS.get(word);
    if (named !== undefined) {
      style ??= named;
      continue;
    }
    const [first, ...rest] = lookUp(word).filter(({ icon }) => !banned.has(icon));
    if (first === undefined) continue;
    const known = subjects.get(first.icon);
    subjects.set(
      first.icon,
      known ? { ...known, count: Math.max(known.count, count) } : { choices: [first, ...rest], count },
    );
  }
  return { subjects: [...subjects.values()], setting, style };
}

/** The known words of a prompt; the longest match wins at each position. */
function findWords(prompt: string): { word: string; count: number }[] {
  const text = prompt.normalize('NFKC').toLowerCase();
  const found: { word: string; count: number }[] = [];
  for (const [run] of text.matchAll(
    /[a-z0-9à-ÿ' -]+|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー0-9]+/gu,
  )) {
    if (/[a-z]/.test(run)) found.push(...findEnglish(run.split(/[ ]+/).filter(Boolean)));
    else found.push(...findJapanese(run));
  }
  return found;
}

function findEnglish(words: string[]): { word: string; count: number }[] {
  const found = [];
  for (let at = 0, since = 0; at < words.length; ) {
    const lengths = [4, 3, 2, 1].filter((length) => at + length <= words.length);
    const known = lengths
      .map((length) => ({ length, form: knownForm(words.slice(at, at + length).join(' ')) }))
      .find(({ form }) => form !== undefined);
    if (known?.form === undefined) {
      at += 1;
      continue;
    }
    // A number applies to the next thing only.
    const before = words.slice(Math.max(since, at - 3), at);
    const number = before.map((word) => NUMBERS.get(word)).findLast((value) => value !== undefined);
    const many = before.some((word) => MANY.has(word)) ? 4 : undefined;
    found.push({ word: known.form.word, count: number ?? many ?? (known.form.plural ? 2 : 1) });
    at += known.length;
    since = at;
  }
  return found;
}

function findJapanese(run: string): { word: string; count: number }[] {
  const found = [];
  for (let at = 0; at < run.length; ) {
    let length = Math.min(LONGEST_JAPANESE, run.length - at);
    while (length > 0 && !isKnown(run.slice(at, at + length))) length -= 1;
    const word = run.slice(at, at + length);
    // One kana is a particle, not a thing.
    if (length === 0 || /^[\p{Script=Hiragana}\p{Script=Katakana}ー]$/u.test(word)) {
      at += 1;
      continue;
    }
    const counter = JAPANESE_COUNT.exec(run.slice(Math.max(0, at - 3), at))?.[1] ?? '';
    found.push({ word, count: NUMBERS.get(counter) ?? 1 });
    at += length;
  }
  return found;
}

function knownForm(phrase: string): { word: string; plural: boolean } | undefined {
  if (isNamed(phrase)) return { word: phrase, plural: false };
  const singulars = [
    IRREGULAR_PLURALS.get(phrase),
    phrase.replace(/ies$/, 'y'),
    phrase.replace(/es$/, ''),
    phrase.replace(/s$/, ''),
  ];
  const word = singulars.find((form) => form !== undefined && form !== phrase && isKnown(form));
  if (word !== undefined) return { word, plural: true };
  return isKnown(phrase) ? { word: phrase, plural: false } : undefined;
}

/** Whether a phrase is known in this form, so that its `s` is not a plural to remove: grapes, glasses, French fries. */
function isNamed(phrase: string): boolean {
  return (
    SETTING_WORDS.has(phrase) ||
    STYLE_WORDS.has(phrase) ||
    Object.hasOwn(SUBJECT_WORDS, phrase) ||
    english.names.has(phrase)
  );
}

function isKnown(word: string): boolean {
  return SETTING_WORDS.has(word) || STYLE_WORDS.has(word) || lookUp(word).length > 0;
}

/** The drawings for a word: our choice, else those with that name, else those with that keyword. */
function lookUp(word: string): readonly Illustration[] {
  const chosen = Object.hasOwn(SUBJECT_WORDS, word) ? SUBJECT_WORDS[word] : undefined;
  if (chosen !== undefined) return chosen.flatMap((icon) => ILLUSTRATIONS.get(icon) ?? []);
  if (PASSED_OVER.has(word)) return [];
  for (const dictionary of [english, japanese]) {
    const named = dictionary.names.get(word) ?? [];
    if (named.length > 0) return named;
    // An activity is shown by the drawing of a person who does it.
    const tagged = word.endsWith('ing') ? [] : (dictionary.tags.get(word) ?? []);
    if (tagged.length > 0 && tagged.length <= MAX_CHOICES) return tagged;
  }
  return [];
}

function index(wordsOf: (illustration: Illustration) => readonly string[]) {
  const names = new Map<string, Illustration[]>();
  const tags = new Map<string, Illustration[]>();
  for (const illustration of ILLUSTRATIONS.values()) {
    wordsOf(illustration).forEach((word, at) => {
      const words = at === 0 ? names : tags;
      words.set(word, [...(words.get(word) ?? []), illustration]);
    });
  }
  return { names, tags };
}
