import { RE2JS } from 're2js';
import { type Budget, Unevaluable } from './budget.ts';
import { type RegexFlags, type Translated, translateRegex } from './translate-regex.ts';

export interface RegexMatch {
  /** UTF-16 offsets. */
  readonly start: number;
  readonly end: number;
  /** Group 0 is the whole; undefined for a group that took no part. */
  readonly groups: readonly (string | undefined)[];
}

/** A compiled pattern of Python's `re`, searched in linear time whatever the pattern is. */
export interface PythonRegex extends Translated {
  /** `re.search`. */
  search(text: string): RegexMatch | undefined;
  /** `re.finditer` of Python 3.7 and later, at most `limit` matches. */
  findAll(text: string, limit?: number): RegexMatch[];
}

/** Letters whose case Python and RE2 compare differently. */
const PARTICULAR = /[\u0130\u0131]|\u0345/;

/** @throws Unevaluable when RE2 and Python could differ; the searches throw it too. */
export function pythonRegex(pattern: string, flags: RegexFlags, budget: Budget): PythonRegex {
  const translated = translateRegex(pattern, flags);
  budget.steps(compileSteps(translated.source));
  const compiled = compile(translated.source);
  const assertAlike = (text: string) => {
    // Python's versions differ for empty patterns.
    if (translated.boundary && !/^[\0-\x7f]+$/.test(text)) differ('\\b between letters that are not ASCII');
    if (translated.dollar && text.endsWith('\n')) differ('$ before a last line break');
    if (flags.ignoreCase && PARTICULAR.test(text + pattern)) differ('the case of dotless letters');
  };
  const searchFrom = (text: string, from: number): RegexMatch | undefined => {
    const matcher = compiled.matcher(text);
    budget.steps((text.length - from + 1) * matcher.programSize());
    if (!matcher.find(from)) return undefined;
    const groups = Array.from(
      { length: translated.groups + 1 },
      (_, group) => matcher.group(group) ?? undefined,
    );
    return { start: matcher.start(), end: matcher.end(), groups };
  };
  return {
    ...translated,
    search: (text) => {
      assertAlike(text);
      return searchFrom(text, 0);
    },
    findAll: (text, limit = Number.POSITIVE_INFINITY) => {
      assertAlike(text);
      // After an empty match Python searches for a non-empty one at the same position.
      if (translated.nullable && !translated.empty && translated.reluctant) differ('empty matches');
      const matches: RegexMatch[] = [];
      let from = 0;
      while (from <= text.length && matches.length < limit) {
        const match = searchFrom(text, from);
        if (match === undefined) break;
        matches.push(match);
        const isPair = match.end === match.start && (text.codePointAt(match.end) ?? 0) > 0xffff;
        from = match.end > match.start ? match.end : match.end + (isPair ? 2 : 1);
      }
      return matches;
    },
  };
}

/** `re.sub(pattern, template, text, count)`; all matches for a `count` of 0. @throws Unevaluable */
export function pythonSub(
  regex: PythonRegex,
  template: string,
  text: string,
  count: number,
  budget: Budget,
): string {
  const pieces = parseTemplate(template, regex);
  const out: string[] = [];
  let length = 0;
  const add = (piece: string) => {
    length += piece.length;
    // Counted before joining, so that no text over the limit is made.
    budget.fits(length);
    out.push(piece);
  };
  let from = 0;
  for (const match of regex.findAll(text, count === 0 ? undefined : count)) {
    add(text.slice(from, match.start));
    for (const piece of pieces) add(typeof piece === 'string' ? piece : (match.groups[piece] ?? ''));
    from = match.end;
  }
  add(text.slice(from));
  return out.join('');
}

const TEMPLATE_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
  ['\\', '\\'],
]);

/** The literal parts of a replacement, and the numbers of the groups between them. */
function parseTemplate(template: string, { groups, names }: Translated): (string | number)[] {
  const pieces: (string | number)[] = [];
  const part = /\\(?:g<(\w*)>|(\d{1,3})|([\s\S]?))|[^\\]+/gy;
  for (const [whole, name, digits, letter] of template.matchAll(part)) {
    const number = name !== undefined ? groupOf(name, names) : digits;
    if (number !== undefined) {
      // A leading zero, or three digits, may be an octal escape instead.
      if ((digits !== undefined && /^0|^\d{3}$/.test(digits)) || Number(number) > groups)
        differ(`${whole} in a replacement`);
      pieces.push(Number(number));
    } else if (letter !== undefined) {
      const escaped = TEMPLATE_ESCAPES.get(letter);
      if (escaped === undefined && (letter === '' || /[A-Za-z]/.test(letter)))
        differ(`${whole} in a replacement`);
      pieces.push(escaped ?? whole);
    } else pieces.push(whole);
  }
  return pieces;
}

function groupOf(name: string, names: ReadonlyMap<string, number>): string {
  if (/^\d{1,2}$/.test(name)) return name;
  return String(names.get(name) ?? differ(`\\g<${name}> in a replacement`));
}

/** Building a character class over all scripts takes longest. */
function compileSteps(source: string): number {
  return 10_000 + 25 * source.length + 6_000 * (source.split('\\p{').length - 1);
}

function compile(source: string): RE2JS {
  try {
    return RE2JS.compile(source);
  } catch (cause) {
    throw new Unevaluable('searches for a pattern that the proxy does not evaluate', { cause });
  }
}

function differ(what: string): never {
  throw new Unevaluable(`searches for a pattern that the proxy does not evaluate (${what})`);
}
