import type { Age } from './age.ts';
import { STEM, UNIT_STEM } from './data/tables.ts';
import type { Token } from './tokens.ts';
import { type Meaning, meaningOf, ordinalOf, type Role, stemOf } from './words.ts';

const ADULT_FROM = 18;
const MONTHS_A_YEAR = 12;
/** A larger number of years is not a person's age. */
const OLDEST = 120;
/** Guesses such as `looks 12` are not ages below this number: `looks 3 times`. */
const LEAST_GUESSED = 4;
const LAST_GRADE = 12;
/** `12th`, `21st`. */
const ORDINAL_ENDING = /^(th|st|nd|rd)$/u;

/** Ages in text with spaces between words: a number in any notation, and a word that makes it an age. */
export function agesInWords(tokens: readonly Token[]): Age[] {
  const meanings = tokens.map(({ word }) => (word === '' ? undefined : meaningOf(word)));
  const ages: Age[] = [];
  for (let at = 0; at < tokens.length; ) {
    const number = numberAt(at);
    const age = compound(at) ?? (number && numbered(at, number)) ?? graded(at);
    if (age) ages.push(age);
    // A number is read once, and not again from its second word; but in `1 5 years` each digit may be the age.
    at = number?.isWhole ? number.next : at + 1;
  }
  return ages;

  function has(at: number, role: Role): boolean {
    return meanings[at]?.roles.has(role) ?? false;
  }

  function made(first: number, last: number, years: number): Age | undefined {
    const [from, to] = [tokens[first], tokens[last]];
    if (!from || !to || years > OLDEST) return undefined;
    return { start: from.start, end: to.end, isMinor: years < ADULT_FROM, years };
  }

  /** `dertienjarige`, `tredicenne`; and words by age that are used only for children. */
  function compound(at: number): Age | undefined {
    const word = tokens[at]?.word ?? '';
    if (word.length < 6) return undefined;
    const [, stem = ''] = STEM.exec(word) ?? [];
    const years = stem === '' ? undefined : stemOf(stem);
    return years === undefined ? undefined : made(at, at, years);
  }

  /** A number at `at` with the word that makes it an age, after it or before it. */
  function numbered(at: number, { value, next }: { value: number; next: number }): Age | undefined {
    return withUnit(at, value, next) ?? labelled(at, value, next) ?? birthday(at, value, next);
  }

  /** The number in digits or words that begins at `at`, and the token after it. */
  function numberAt(at: number): { value: number; next: number; isWhole: boolean } | undefined {
    const first = numberIn(at);
    if (first === undefined || isPartOfNumber(at)) return undefined;
    let value = first;
    let next = at + 1;
    // In words: `twenty-five`, `treinta y cinco`, `on beş`, `dua belas`, `hai mươi lăm`, `خمس عشرة`.
    while (tokens[at]?.number === -1 && next < tokens.length && !tokens[next]?.parted) {
      const suffix = meanings[next]?.suffix;
      const place = value >= 20 && has(next, 'and') ? next + 1 : next;
      const more = tokens[place]?.number === -1 ? meanings[place]?.number : undefined;
      if (suffix && value < 10) value = suffix === 'teen' ? value + 10 : value * 10;
      else if (more === undefined) break;
      else if (value >= 20 && more < 20) value += more;
      else if (value === 10 && more < 10) value += more;
      else if (more >= 20) value = more;
      else break;
      next = place + 1;
    }
    const upper = upperAt(at, value, next);
    return { value, next: upper === undefined ? next : upper + 1, isWhole: next > at + 1 };
  }

  /** The upper bound of a range, whose lower one counts: `10-12 years`, `sixteen to nineteen`. */
  function upperAt(at: number, value: number, next: number): number | undefined {
    const isSaid = has(next, 'upTo');
    const upper = isSaid ? next + 1 : next;
    if (tokens[next]?.parted || tokens[upper]?.parted) return undefined;
    // Without a word between them, two numbers in words are separate numbers.
    const bound = isSaid || tokens[at]?.number !== -1 ? (numberIn(upper) ?? 0) : 0;
    return bound > value && (isSaid || tokens[upper]?.number !== -1) ? upper : undefined;
  }

  function numberIn(at: number): number | undefined {
    const token = tokens[at];
    if (!token) return undefined;
    return token.number >= 0 ? token.number : meanings[at]?.number;
  }

  /** `1,200`, `2.5` and `twenty five`: a part of a larger number. */
  function isPartOfNumber(at: number): boolean {
    const [before, token] = [tokens[at - 1], tokens[at]];
    if (!before || !token || token.number === -1 || before.number === -1) return false;
    return token.start - before.end === 1 && token.end - token.start === 3;
  }

  function withUnit(at: number, value: number, next: number): Age | undefined {
    const unit = unitAt(next);
    if (!unit) return undefined;
    const { kind, last } = unit;
    const isBehindOld = has(last + 1, 'old');
    const end = isBehindOld ? last + 1 : last;
    if (isOfThing(at, end) || isOver(at)) return undefined;
    if (kind === 'month') {
      const isAge = isBehindOld || has(at - 1, 'of') || has(at - 1, 'label') || has(at - 2, 'label');
      return isAge ? made(at, end, value / MONTHS_A_YEAR) : undefined;
    }
    if (kind === 'aged' || isBehindOld) return made(at, end, bounded(at, value));
    // `15yr`: written together it is an age, where a thing's would be `15 years`.
    if (kind === 'year')
      return isBare(at, last) || isShort(last) ? made(at, end, bounded(at, value)) : undefined;
    return isDuration(at, last) ? undefined : made(at, end, bounded(at, value));
  }

  function isShort(at: number): boolean {
    const token = tokens[at];
    return token?.joined === true && (token.word === 'yr' || token.word === 'yrs');
  }

  /** The unit that begins at a token: its kind, and its last token. */
  function unitAt(at: number): { kind: NonNullable<Meaning['unit']>; last: number } | undefined {
    const token = tokens[at];
    if (!token || token.parted) return undefined;
    const word = token.word;
    if (word === 'y' && tokens[at + 1]?.word === 'o') return { kind: 'aged', last: at + 1 };
    if (word === 'y' && token.joined) return { kind: 'aged', last: at };
    if (word === 'f' || word === 'm') {
      const isAlone = word === 'f' && isClosed(at + 1);
      const isBesidePerson = isAlone || has(at - 2, 'person') || has(at + 1, 'person');
      return token.joined && isBesidePerson ? { kind: 'aged', last: at } : undefined;
    }
    if (UNIT_STEM.test(word)) return { kind: 'aged', last: at };
    const kind = meanings[at]?.unit;
    return kind && { kind, last: at };
  }

  /** `under 18` is at most 17. */
  function bounded(at: number, value: number): number {
    return has(at - 1, 'under') || has(at - 2, 'under') || has(at - 3, 'under') ? value - 1 : value;
  }

  function isOver(at: number): boolean {
    return has(at - 1, 'over') || (has(at - 1, 'filler') && has(at - 2, 'over')) || has(at - 1, 'ago');
  }

  /** `12 years` without another word: beside a person, or alone between commas. */
  function isBare(at: number, last: number): boolean {
    const before = beforeFillers(at);
    const isBefore =
      tokens[before + 1]?.parted === true || before < 0 || has(before, 'person') || has(before, 'pronoun');
    const isAfter =
      last + 1 === tokens.length || tokens[last + 1]?.parted === true || has(last + 1, 'person');
    const isOf = has(at - 1, 'of') && has(at - 2, 'person');
    const isAged = tokens[last + 1]?.word === 'of' && has(last + 2, 'ofAge');
    return isAged || isOf || (isBefore && isAfter) || has(at - 1, 'label') || has(at - 1, 'looks');
  }

  /** `hace 12 años`, `12 лет назад`, `12 anni di esperienza`: a duration, not an age. */
  function isDuration(at: number, last: number): boolean {
    const after = tokens[last + 1];
    const isNear = after && !after.parted;
    // Portuguese `há 12 anos` is a time ago, and Italian `ha 12 anni` an age.
    if (tokens[at - 1]?.word === 'ha' && tokens[last]?.word === 'anos') return true;
    const isOfPerson = has(at - 1, 'person') || (has(at - 1, 'of') && has(at - 2, 'person'));
    if (isOfPerson || has(beforeFillers(at), 'looks')) return false;
    if (has(at - 1, 'duration') && tokens[at]?.parted !== true) return true;
    if (isNear && has(last + 1, 'ago')) return true;
    return isNear === true && has(last + 1, 'whole') && !has(last + 2, 'ofAge');
  }

  /** `12 year old whisky`, `vino de 12 años`: a thing's age. */
  function isOfThing(at: number, end: number): boolean {
    const isBehind = [1, 2, 3].some((step) => has(end + step, 'thing') && !isBetween(end + 1, end + step));
    const isBefore = [1, 2, 3].some((step) => has(at - step, 'thing') && !isBetween(at - step + 1, at));
    return isBehind || isBefore;
  }

  /** Whether a mark or a person comes between two tokens. */
  function isBetween(from: number, to: number): boolean {
    for (let at = from; at <= to; at++) if (tokens[at]?.parted || has(at, 'person')) return true;
    return false;
  }

  /** `age: 13`, `aged 12`, `looks 12`, `she is 15`, `girl (11)`, `boy of ten`, `under 15`. */
  function labelled(at: number, value: number, next: number): Age | undefined {
    const before = beforeFillers(at);
    const last = next - 1;
    if (has(before, 'label')) {
      if (isOfThing(before, last)) return undefined;
      // `ice age 3` is read as an age too, which does no harm: a child alone is harmless.
      return made(before, last, bounded(before + 1, value));
    }
    if (value < LEAST_GUESSED || has(next, 'measure')) return undefined;
    if (has(before, 'looks') || has(before, 'under')) return made(before, last, bounded(at, value));
    if (has(next, 'of') && has(next + 1, 'label') && !tokens[next]?.parted) return made(at, next + 1, value);
    if (!isClosed(next)) return undefined;
    if (isNotYet(at)) return made(at - 1, last, value - 1);
    if (isTeenAlone(at, value)) return made(at, last, value);
    if (has(at - 1, 'weak') || (has(at - 1, 'is') && has(at - 2, 'pronoun')))
      return made(at - 1, last, bounded(at, value));
    if (has(at - 1, 'person') && (tokens[at]?.parted === true || value > 9)) return made(at - 1, last, value);
    if (has(at - 1, 'of') && has(at - 2, 'person') && !tokens[at]?.parted) return made(at - 2, last, value);
    return undefined;
  }

  /** The last token before `at` other than `is`, `about`, `de` …; at most four of these are skipped. */
  function beforeFillers(at: number): number {
    let before = at - 1;
    for (let passed = 0; passed < 4 && has(before, 'filler'); passed++) before--;
    return before;
  }

  /** `12th birthday`, `12. Geburtstag`, `день рождения 12`: an age on that day. */
  function birthday(at: number, value: number, next: number): Age | undefined {
    const day = tokens[next]?.joined && ORDINAL_ENDING.test(tokens[next].word) ? next + 1 : next;
    return has(day, 'birthday') ? made(at, day, value) : undefined;
  }

  /** `not yet 18`, `not 18 yet`. */
  function isNotYet(at: number): boolean {
    const [before, word] = [tokens[at - 2]?.word, tokens[at - 1]?.word];
    return (word === 'yet' && before === 'not') || (word === 'not' && tokens[at + 1]?.word === 'yet');
  }

  /** `sixteen, …`: a number in words between commas that counts nothing else. */
  function isTeenAlone(at: number, value: number): boolean {
    const isAlone = at === 0 || tokens[at]?.parted === true;
    return isAlone && tokens[at]?.number === -1 && value > 12 && value < ADULT_FROM;
  }

  /** Whether no word follows that the number could count. */
  function isClosed(next: number): boolean {
    const token = tokens[next];
    return !token || token.parted || has(next, 'follow') || token.word === 'yet';
  }

  /** `sixth grader`, `7e klas`, `6 класс`, `grade 6`, `sınıf 5`. */
  function graded(at: number): Age | undefined {
    const isOfSchool = has(at, 'grade');
    if (!isOfSchool && !has(at, 'schoolYear')) return undefined;
    for (const beside of isOfSchool ? [at - 1, at + 1, at - 2] : [at - 1, at - 2]) {
      const token = tokens[beside];
      // `quinto ano`, `6º ano`; `12 anos` is an age.
      if (!token || (!isOfSchool && token.number >= 0 && beside === at - 1)) continue;
      const grade =
        token.number >= 0
          ? token.number
          : (ordinalOf(token.word) ?? (isOfSchool ? meanings[beside]?.number : 0) ?? 0);
      if (grade >= 1 && grade <= LAST_GRADE)
        return made(Math.min(at, beside), Math.max(at, beside), grade + 5);
    }
    return undefined;
  }
}
