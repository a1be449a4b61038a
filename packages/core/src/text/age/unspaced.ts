import { DIGIT, type Reading } from '../read/reading.ts';
import type { Age } from './age.ts';
import { digitOf } from './digits.ts';
import { folded } from './words.ts';

const ADULT_FROM = 18;
const OLDEST = 120;
/** Symbols of the longest number in words. */
const LONGEST = 10;
/** The most digits that are read; longer numbers are not ages. */
const MOST_DIGITS = 6;

/** Words for years of age, and the words that must not follow them: `15세기` is a century, `12歳以上` a limit. */
const UNITS: readonly (readonly [unit: string, not?: string, least?: number])[] = [
  ['岁', '以上'],
  ['歲', '以上'],
  ['歳', '以上'],
  ['才', '以上'],
  ['さい', 'くつ'],
  ['周岁'],
  ['살'],
  ['세', '기', 5],
  ['세', '계', 5],
  ['ขวบ'],
  ['ปี', 'ก่อน'],
];
/** Words that precede an age. */
const LABELS = ['年齢', '年龄', '年齡', '나이', 'อายุ', 'วัย', '芳龄', '芳齡'];
/** "Under" beside a number: the age is below it. */
const UNDER = ['未満', '以下', '미만', '이하'];

/** Number words from one upwards in one language. */
const NUMBERS = [
  '한 두 세 네 다섯 여섯 일곱 여덟 아홉 열 열한 열두 열세 열네 열다섯 열여섯 열일곱 열여덟 열아홉',
  '일 이 삼 사 오 육 칠 팔 구 십 십일 십이 십삼 십사 십오 십육 십칠 십팔 십구',
  'หนึ่ง สอง สาม สี่ ห้า หก เจ็ด แปด เก้า สิบ สิบเอ็ด สิบสอง สิบสาม สิบสี่ สิบห้า สิบหก สิบเจ็ด สิบแปด สิบเก้า',
];
/** Tens from twenty on end with one of these. */
const TENS = ['스물', '스무', '서른', '마흔', '쉰', '십', 'สิบ'];
/** The digits that turn the following ten into twenty, thirty … */
const TIMES = ['이 삼 사 오 육 칠 팔 구', 'ยี่ สาม สี่ ห้า หก เจ็ด แปด เก้า'];
const HAN = '〇一二三四五六七八九';
const HAN_TEN = '十';

interface Tables {
  readonly units: readonly { readonly text: string; readonly not: string; readonly least: number }[];
  readonly labels: readonly string[];
  readonly under: readonly string[];
  readonly numbers: ReadonlyMap<string, number>;
  readonly tens: readonly string[];
  readonly times: readonly (readonly [word: string, value: number])[];
  /** By UTF-16 unit, 1 if a word for years or for an age begins with it. */
  readonly firsts: Uint8Array;
  /** Every last part of a number in words. */
  readonly endings: ReadonlySet<string>;
}
let tables: Tables | undefined;

function made(): Tables {
  const units = UNITS.map(([text, not = '', least = 0]) => ({ text: folded(text), not: folded(not), least }));
  const labels = LABELS.map(folded);
  const numbers = new Map<string, number>();
  for (const line of NUMBERS)
    for (const [index, word] of line.split(' ').entries()) numbers.set(folded(word), index + 1);
  const firsts = new Uint8Array(0x10000);
  for (const text of [...units.map((unit) => unit.text), ...labels]) firsts[text.charCodeAt(0)] = 1;
  return {
    units,
    labels,
    under: UNDER.map(folded),
    numbers,
    tens: TENS.map(folded),
    times: TIMES.flatMap((line) => line.split(' ').map((word, at) => [folded(word), at + 2] as const)),
    endings: new Set([...numbers.keys()].flatMap((word) => Array.from(word, (_, at) => word.slice(at)))),
    firsts,
  };
}

/**
 * Ages in scripts without spaces between words: from each word for years the number before it is read, from each word
 * for an age the number after it. Linear in the text.
 */
export function agesInRuns(text: string, reading: Reading): Age[] {
  tables ??= made();
  const { units, labels, under, numbers, tens, times, firsts, endings } = tables;
  const { length, symbol, kind, gap, start, end } = reading;
  const ages: Age[] = [];
  for (let item = 0; item < length; item++)
    if ((symbol[item] ?? 0) >= 0x80 && firsts[symbol[item] ?? 0] === 1) readAt(item);
  return ages;

  /** Apart from the loop, because functions that use a loop's variable make an object of each round. */
  function readAt(item: number): void {
    const unit = units.find((each) => isAt(item, each.text));
    if (unit) {
      const after = item + unit.text.length;
      const isOther = units.some(
        (each) => each.text === unit.text && each.not !== '' && isAt(after, each.not),
      );
      const number = isOther ? undefined : numberBefore(item);
      const isUnder = under.some((each) => isAt(after, each));
      if (number && number.value >= unit.least) add(number.from, after - 1, number.value - (isUnder ? 1 : 0));
    } else {
      const label = labels.find((each) => isAt(item, each));
      const number = label === undefined ? undefined : digitsBehind(item + label.length);
      if (number) add(item, number.last, number.value);
    }
  }

  function add(first: number, last: number, years: number): void {
    if (years > OLDEST) return;
    ages.push({ start: start[first] ?? 0, end: end[last] ?? 0, isMinor: years < ADULT_FROM, years });
  }

  function isAt(item: number, word: string): boolean {
    if (item + word.length > length) return false;
    for (let at = 0; at < word.length; at++) if (symbol[item + at] !== word.charCodeAt(at)) return false;
    return true;
  }

  function digitAt(item: number): number {
    const unit = symbol[item] ?? 0;
    // Thai and Indic digits are read as letters of their scripts.
    if (kind[item] !== DIGIT && unit < 0x900) return -1;
    return unit >= 0x30 && unit <= 0x39 ? unit - 0x30 : digitOf(text.codePointAt(start[item] ?? 0) ?? 0);
  }

  function numberBefore(item: number): { from: number; value: number } | undefined {
    let from = item - 1;
    if (digitAt(from) >= 0) {
      while (from > 0 && gap[from] === 0 && digitAt(from - 1) >= 0 && item - from < MOST_DIGITS) from--;
      return { from, value: valueOfDigits(from, item) };
    }
    return han(item) ?? inWords(item);
  }

  /** `十二`, `二十五`, `一二`. */
  function han(item: number): { from: number; value: number } | undefined {
    let from = item;
    let written = '';
    while (from > 0 && item - from < 4) {
      const character = text[start[from - 1] ?? 0] ?? '';
      if (!HAN.includes(character) && character !== HAN_TEN) break;
      written = character + written;
      from--;
    }
    if (written === '') return undefined;
    const [tens = '', ones] = written.split(HAN_TEN);
    const digits = (part: string) => Number([...part].map((each) => HAN.indexOf(each)).join(''));
    const value = ones === undefined ? digits(tens) : (tens === '' ? 1 : digits(tens)) * 10 + digits(ones);
    return { from, value };
  }

  /** A number in words of Korean or Thai that ends before `item`. */
  function inWords(item: number): { from: number; value: number } | undefined {
    let word = '';
    let found: { from: number; value: number } | undefined;
    for (let from = item - 1; from >= 0 && item - from <= LONGEST; from--) {
      word = String.fromCharCode(symbol[from] ?? 0) + word;
      if (!endings.has(word)) break;
      const value = numbers.get(word);
      if (value !== undefined) found = { from, value };
    }
    if (!found) return undefined;
    const { from, value } = found;
    if (value >= 10) return timesTen(from, value);
    const isTens = tens.some((each) => endsAt(from, each));
    return { from, value: isTens ? value + 20 : value };
  }

  /** A ten with its multiplier: `이십`, `ยี่สิบห้า`. The end of a word for an age is not a multiplier: `나이십오`. */
  function timesTen(from: number, value: number): { from: number; value: number } {
    const [word, factor] = times.find(([each]) => endsAt(from, each)) ?? [];
    if (word === undefined || factor === undefined) return { from, value };
    if (gap[from] !== 0 || labels.some((each) => endsAt(from, each))) return { from, value };
    return { from: from - word.length, value: value + 10 * (factor - 1) };
  }

  function endsAt(item: number, word: string): boolean {
    return item >= word.length && isAt(item - word.length, word);
  }

  /** Digits after a label, with up to two marks between. */
  function digitsBehind(from: number): { last: number; value: number } | undefined {
    let item = from;
    while (item < length && item < from + 2 && digitAt(item) < 0) item++;
    if (digitAt(item) < 0) return undefined;
    let last = item;
    while (last + 1 < length && last - item < MOST_DIGITS && digitAt(last + 1) >= 0) last++;
    return { last, value: valueOfDigits(item, last + 1) };
  }

  /** A character outside the basic multilingual plane is two items. */
  function valueOfDigits(from: number, to: number): number {
    let value = 0;
    for (let at = from; at < to; at++) {
      const isSecond = at > from && start[at] === start[at - 1] && (symbol[at] ?? 0) >= 0x80;
      if (!isSecond) value = value * 10 + digitAt(at);
    }
    return value;
  }
}
