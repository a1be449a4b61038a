import { Unevaluable } from './budget.ts';

/** Flags that nodes pass to Python's `re`. */
export interface RegexFlags {
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
}

/** A pattern of Python's `re` in the syntax of RE2, with the properties that decide where the two agree. */
export interface Translated {
  readonly source: string;
  /** Capturing groups, and their numbers by name. */
  readonly groups: number;
  readonly names: ReadonlyMap<string, number>;
  /** Whether it can match the empty string, and whether it can match only that. */
  readonly nullable: boolean;
  readonly empty: boolean;
  /** Whether it may prefer an empty match where a longer one exists. */
  readonly reluctant: boolean;
  /** Whether it uses word boundaries, which RE2 supports for ASCII only. */
  readonly boundary: boolean;
  /** Whether it has a `$` that Python also finds in front of a last line break. */
  readonly dollar: boolean;
}

/** The translation of a part of a pattern; `size` is the length of that part in characters, repeats included. */
interface Part {
  readonly source: string;
  readonly nullable: boolean;
  readonly empty: boolean;
  readonly reluctant: boolean;
  readonly size: number;
}

const LONGEST_PATTERN = 1000;
const LARGEST = 2000;
const DEEPEST = 40;
/** RE2's own limit for `{n}`. */
const MOST_REPEATS = 1000;
const LONGEST_RANGE = 16;

const WORD = '\\p{L}\\p{N}_';
const SPACE =
  '\\x09-\\x0d\\x1c-\\x20\\x85\\xa0\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}';
const NO_SPACE =
  '\\x00-\\x08\\x0e-\\x1b\\x21-\\x{84}\\x{86}-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}\\x{200b}-\\x{2027}\\x{202a}-\\x{202e}\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{10ffff}';
const CLASSES: ReadonlyMap<string, string> = new Map([
  ['d', '\\p{Nd}'],
  ['D', '\\P{Nd}'],
  ['w', WORD],
  ['s', SPACE],
  ['S', NO_SPACE],
]);
const CONTROLS: ReadonlyMap<string, number> = new Map([
  ['a', 7],
  ['f', 12],
  ['n', 10],
  ['r', 13],
  ['t', 9],
  ['v', 11],
]);
const HEX_DIGITS: ReadonlyMap<string, number> = new Map([
  ['x', 2],
  ['u', 4],
  ['U', 8],
]);

/**
 * Translates what Python and RE2 agree on. The meaning is Python's: `\d`, `\w` and `\s` are Unicode's, `{,3}` repeats.
 * @throws Unevaluable for everything else: backreferences, lookaround, inline flags, patterns Python refuses.
 */
export function translateRegex(pattern: string, flags: RegexFlags): Translated {
  if (pattern.length > LONGEST_PATTERN) throw new Unevaluable('searches for a pattern that is too long');
  return new Translation(pattern, flags).whole();
}

class Translation {
  readonly #characters: readonly string[];
  readonly #flags: RegexFlags;
  readonly #names = new Map<string, number>();
  #at = 0;
  #groups = 0;
  #boundary = false;
  #dollar = false;

  constructor(pattern: string, flags: RegexFlags) {
    this.#characters = Array.from(pattern);
    this.#flags = flags;
  }

  whole(): Translated {
    const { source, nullable, empty, reluctant } = this.#alternatives(0);
    if (this.#at < this.#characters.length) unsupported(')');
    const prefix = this.#flags.ignoreCase ? '(?i)' : '';
    return {
      source: prefix + source,
      groups: this.#groups,
      names: this.#names,
      nullable,
      empty,
      reluctant,
      boundary: this.#boundary,
      dollar: this.#dollar,
    };
  }

  #peek(): string | undefined {
    return this.#characters[this.#at];
  }

  #take(): string | undefined {
    return this.#characters[this.#at++];
  }

  #skip(text: string): boolean {
    const found = this.#characters.slice(this.#at, this.#at + text.length).join('') === text;
    if (found) this.#at += text.length;
    return found;
  }

  #alternatives(depth: number): Part {
    if (depth > DEEPEST) unsupported('(');
    const branches = [this.#sequence(depth)];
    while (this.#skip('|')) branches.push(this.#sequence(depth));
    const [only] = branches;
    if (branches.length === 1 && only !== undefined) return only;
    const empty = branches.every((branch) => branch.empty);
    return {
      source: branches.map(({ source }) => source).join('|'),
      nullable: branches.some((branch) => branch.nullable),
      empty,
      // A branch that may be empty can come before one that is not.
      reluctant: branches.some((branch) => branch.reluctant || (branch.nullable && !empty)),
      size: branches.reduce((sum, { size }) => sum + size, 0),
    };
  }

  #sequence(depth: number): Part {
    const parts: Part[] = [];
    for (;;) {
      const next = this.#peek();
      if (next === undefined || next === '|' || next === ')') break;
      parts.push(this.#repeated(this.#atom(depth)));
    }
    const size = parts.reduce((sum, part) => sum + part.size, 0);
    if (size > LARGEST) throw new Unevaluable('searches for a pattern that is too large');
    return {
      source: parts.map(({ source }) => source).join(''),
      nullable: parts.every((part) => part.nullable),
      empty: parts.every((part) => part.empty),
      reluctant: parts.some((part) => part.reluctant),
      size,
    };
  }

  #repeated(atom: Part): Part {
    const range = this.#range();
    if (range === undefined) return atom;
    const [least, most] = range;
    // Engines differ in how often an empty match is repeated, and in the group's content afterwards.
    if (atom.nullable) unsupported('a repeat of an empty match');
    const lazy = this.#skip('?');
    if (this.#skip('+') || this.#range() !== undefined) unsupported('a repeat of a repeat');
    const bounds = `{${least},${most === Number.POSITIVE_INFINITY ? '' : most}}`;
    return {
      source: `(?:${atom.source})${bounds}${lazy ? '?' : ''}`,
      nullable: least === 0,
      empty: most === 0,
      reluctant: atom.reluctant || lazy,
      size: atom.size * Math.max(1, most === Number.POSITIVE_INFINITY ? least + 1 : most),
    };
  }

  #range(): readonly [least: number, most: number] | undefined {
    if (this.#skip('*')) return [0, Number.POSITIVE_INFINITY];
    if (this.#skip('+')) return [1, Number.POSITIVE_INFINITY];
    if (this.#skip('?')) return [0, 1];
    const rest = this.#characters.slice(this.#at, this.#at + LONGEST_RANGE).join('');
    const [whole, low = '', comma = '', high = ''] = /^\{(\d*)(,?)(\d*)\}/.exec(rest) ?? [];
    if (whole === undefined && /^\{[\d,]*$/.test(rest) && rest.length === LONGEST_RANGE) unsupported(rest);
    // In a Python pattern, braces without a range are literal.
    if (whole === undefined || whole === '{}') return undefined;
    this.#at += whole.length;
    const least = Number(low);
    const most = comma === '' ? least : high === '' ? Number.POSITIVE_INFINITY : Number(high);
    if (most < least || (most > MOST_REPEATS && most < Number.POSITIVE_INFINITY) || least > MOST_REPEATS)
      unsupported(whole);
    return [least, most];
  }

  #atom(depth: number): Part {
    const character = this.#take() ?? '';
    switch (character) {
      case '(':
        return this.#group(depth);
      case '[':
        return one(this.#set());
      case '.':
        return one(this.#flags.dotAll ? '(?s:.)' : '[^\\n]');
      case '^':
        return nothing(this.#flags.multiline ? '(?m:^)' : '\\A');
      case '$':
        if (this.#flags.multiline) return nothing('(?m:$)');
        this.#dollar = true;
        return nothing('\\z');
      case '\\':
        return this.#escape();
      case '*':
      case '+':
      case '?':
        return unsupported(`${character} without an operand`);
      default:
        return one(literal(codeOf(character)));
    }
  }

  #group(depth: number): Part {
    let open = '(';
    if (this.#skip('?')) {
      if (this.#skip(':')) open = '(?:';
      else if (this.#skip('P<')) this.#name();
      else unsupported(`(?${this.#peek() ?? ''}`);
    }
    if (open === '(') this.#groups++;
    const inner = this.#alternatives(depth + 1);
    if (this.#take() !== ')') unsupported('(');
    return { ...inner, source: `${open}${inner.source})` };
  }

  #name(): void {
    let name = '';
    for (let next = this.#take(); next !== '>'; next = this.#take()) {
      if (next === undefined || !/^[A-Za-z_0-9]$/.test(next)) unsupported('a group of that name');
      name += next;
    }
    if (!/^[A-Za-z_]/.test(name) || this.#names.has(name)) unsupported('a group of that name');
    this.#names.set(name, this.#groups + 1);
  }

  #escape(): Part {
    const letter = this.#peek() ?? '';
    const named = CLASSES.get(letter);
    if (named !== undefined || letter === 'W') {
      this.#at++;
      return one(named === undefined ? `[^${WORD}]` : `[${named}]`);
    }
    if (letter === 'b' || letter === 'B') {
      this.#at++;
      this.#boundary = true;
      return nothing(`\\${letter}`);
    }
    if (this.#skip('A')) return nothing('\\A');
    if (this.#skip('Z')) return nothing('\\z');
    return one(literal(this.#escapedCode()));
  }

  /** The character after a backslash, in a set or outside. */
  #escapedCode(): number {
    const letter = this.#take() ?? '';
    const control = CONTROLS.get(letter);
    if (control !== undefined) return control;
    const digits = HEX_DIGITS.get(letter);
    if (digits !== undefined) {
      const hex = this.#characters.slice(this.#at, this.#at + digits).join('');
      this.#at += digits;
      const code = /^[0-9a-f]+$/i.test(hex) && hex.length === digits ? Number.parseInt(hex, 16) : -1;
      if (code < 0 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) unsupported(`\\${letter}`);
      return code;
    }
    if (letter === '' || /^[A-Za-z0-9]$/.test(letter)) unsupported(`\\${letter}`);
    return codeOf(letter);
  }

  #set(): string {
    const negated = this.#skip('^');
    const items: string[] = [];
    const classes = new Set<string>();
    for (let first = true; ; first = false) {
      const next = this.#peek();
      if (next === undefined) unsupported('[');
      if (next === ']' && !first) break;
      const from = this.#member(classes, items);
      if (this.#peek() !== '-' || this.#characters[this.#at + 1] === ']') {
        if (from !== undefined) items.push(literal(from));
        continue;
      }
      this.#at++;
      const to = this.#member(classes, items);
      if (from === undefined || to === undefined || to < from) unsupported('a range of that kind');
      items.push(`${literal(from)}-${literal(to)}`);
    }
    this.#at++;
    const all = ['d', 's', 'w'].some((name) => classes.has(name) && classes.has(name.toUpperCase()));
    if (all) return negated ? unsupported('an empty set') : '(?s:.)';
    // The complement of word characters cannot be listed beside other members.
    if (classes.has('W')) unsupported('\\W beside other members');
    return `[${negated ? '^' : ''}${items.join('')}]`;
  }

  /** The code of one member of a set; undefined for a class, which is noted in both lists. */
  #member(classes: Set<string>, items: string[]): number | undefined {
    const character = this.#take() ?? '';
    // Python warns that doubled characters in a set may change their meaning.
    if (character === '[' || (/^[&~|-]$/.test(character) && this.#peek() === character))
      unsupported('a set in a set');
    if (character !== '\\') return codeOf(character);
    const letter = this.#peek() ?? '';
    const named = CLASSES.get(letter);
    if (named === undefined && letter !== 'W') return this.#skip('b') ? 8 : this.#escapedCode();
    this.#at++;
    classes.add(letter);
    if (named !== undefined) items.push(named);
    return undefined;
  }
}

function one(source: string): Part {
  return { source, nullable: false, empty: false, reluctant: false, size: 1 };
}

function nothing(source: string): Part {
  return { source, nullable: true, empty: true, reluctant: false, size: 1 };
}

function literal(code: number): string {
  return `\\x{${code.toString(16)}}`;
}

function codeOf(character: string): number {
  return character.codePointAt(0) ?? unsupported('nothing');
}

function unsupported(what: string): never {
  throw new Unevaluable(`searches for a pattern that the proxy does not evaluate (${what})`);
}
