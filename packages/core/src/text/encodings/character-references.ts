/** Belongs to the letter before it, so that the letter ends where its reference was typed to its end. */
const MARK = '\u0301';

/**
 * A character by its number, as HTML writes it; the semicolon may be missing, and the ampersand may be one itself,
 * because the tokenizers of CLIP read references twice.
 */
const REFERENCE = /&(?:amp;?|#0*38;?|#x0*26;?)?(?:#|&num;?)(?:x([0-9a-f]{1,8})|([0-9]{1,8}));?/gi;

/**
 * A text with its character references written, `c&#97;t` as `cat`, as the tokenizers of Stable Diffusion's text
 * encoders read it. Every other character stays where it was: each is followed by as many marks as its reference was
 * longer. Undefined without any.
 */
export function writeCharacterReferences(text: string): string | undefined {
  if (!text.includes('&')) return undefined;
  const written = text.replace(
    REFERENCE,
    (typed: string, hex: string | undefined, decimal: string | undefined) => {
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      const character = code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
      return character + MARK.repeat(typed.length - character.length);
    },
  );
  return written === text ? undefined : written;
}
