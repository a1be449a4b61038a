import { type Budget, Unevaluable } from './budget.ts';

/** White space as Python's `str.isspace` defines it; unlike JavaScript's it has U+001C–1F and U+0085, and no U+FEFF. */
export const SPACE = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const LEADING = new RegExp(`^[${SPACE}]+`);
const LAST_WORD = new RegExp(`[^${SPACE}]`);

/** `str(value)` of a JSON scalar. */
export function pythonString(value: string | number | boolean | null): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return String(value);
}

/** `len(text)`: Python counts code points. */
export function pythonLength(text: string): number {
  let length = text.length;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit >= 0xd800 && unit < 0xdc00) length--;
  }
  return length;
}

/** `text[start:end]`, negative positions from the end. */
export function pythonSlice(text: string, start: number, end: number): string {
  return Array.from(text).slice(start, end).join('');
}

/** `text.replace(find, replacement)`, also for an empty `find`, which matches before and after each character. */
export function pythonReplace(text: string, find: string, replacement: string, budget: Budget): string {
  const parts = find === '' ? ['', ...Array.from(text), ''] : text.split(find);
  budget.fits(text.length + (parts.length - 1) * Math.max(0, replacement.length - find.length));
  return parts.join(replacement);
}

/** `lstrip()`. */
export function trimStart(text: string): string {
  return text.replace(LEADING, '');
}

/** `rstrip()`. Walked from the end: an expression for it would take quadratic time. */
export function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && !LAST_WORD.test(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}

/** `capitalize()`. @throws Unevaluable for letters whose mapping JavaScript does not have. */
export function capitalize(text: string): string {
  const [first = '', ...rest] = text;
  assertPlainCase(text);
  return first.toUpperCase() + rest.join('').toLowerCase();
}

/** `title()`: every letter that follows no letter. @throws Unevaluable as {@link capitalize}. */
export function titleCase(text: string): string {
  assertPlainCase(text);
  return text.replace(/(\p{Cased})(\p{Cased}*)/gu, (_, first: string, rest: string) => {
    return first.toUpperCase() + rest.toLowerCase();
  });
}

/**
 * Letters whose title case is not their upper case, such as digraphs, ligatures and Georgian, and those whose lower
 * case depends on their neighbours: JavaScript has no function that gives Python's result.
 */
const PARTICULAR =
  /[\u00df\u0130\u03a3\u01c4-\u01cc\u01f1-\u01f3\u0587\u10d0-\u10fa\u10fd-\u10ff\u1c90-\u1cbf\u1f80-\u1fff\ufb00-\ufb17]/;

function assertPlainCase(text: string): void {
  if (PARTICULAR.test(text)) throw new Unevaluable('changes the case of letters with more than two forms');
}
