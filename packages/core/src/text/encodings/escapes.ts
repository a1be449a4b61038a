/** A mark that belongs to the letter before it, so that the letter's span ends at the end of its escape. */
const MARK = '\u0301';

/** A character as an escape of source code or of a URL: `%61`, `\x61`, `\u0061`, `\u{61}`, `U+0061`. */
const ESCAPE =
  /%([0-9a-f]{2})|\\x([0-9a-f]{2})|\\u([0-9a-f]{4})|\\u\{([0-9a-f]{1,6})\}|\bU\+([0-9a-f]{4,6})/gi;

/**
 * A text with such escapes decoded. Offsets do not change: each character is padded with marks to the length of its
 * escape. Undefined without an escape.
 */
export function writeEscapes(text: string): string | undefined {
  if (!/[%\\+]/.test(text)) return undefined;
  const written = text.replace(ESCAPE, (typed: string, ...groups: unknown[]) => {
    const hex = groups.slice(0, 5).find((group) => typeof group === 'string');
    const code = Number.parseInt(String(hex), 16);
    // A byte beyond ASCII is only a part of a character.
    const isByte = typed.startsWith('%') || /^\\x/i.test(typed);
    if (code < 0x20 || code > (isByte ? 0x7e : 0x10ffff)) return typed;
    const character = String.fromCodePoint(code);
    return character + MARK.repeat(typed.length - character.length);
  });
  return written === text ? undefined : written;
}

const MORSE = new Map(
  'a.- b-... c-.-. d-.. e. f..-. g--. h.... i.. j.--- k-.- l.-.. m-- n-. o--- p.--. q--.- r.-. s... t- u..- v...- w.-- x-..- y-.-- z--..'
    .split(' ')
    .map((each) => [each.slice(1), each.charAt(0)]),
);
const CODES = /(?<![.-])(?:[.-]{1,4}[ /|]+){2,}[.-]{1,4}(?![.-])/g;

/** A text with Morse code of three letters or more decoded in the same way. */
export function writeMorse(text: string): string | undefined {
  if (!/[.-] /.test(text)) return undefined;
  const written = text.replace(CODES, (codes) =>
    codes.replace(/[.-]+/g, (code) => (MORSE.get(code) ?? '-') + MARK.repeat(code.length - 1)),
  );
  return written === text ? undefined : written;
}
