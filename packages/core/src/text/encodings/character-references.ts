/** A mark that belongs to the letter before it, so that the letter's span ends at the end of its reference. */
const MARK = '\u0301';

/**
 * A character by its number, as HTML writes it; the semicolon may be missing, and the ampersand may itself be a
 * reference, because the tokenizers of CLIP read references twice.
 */
const REFERENCE = /&(?:amp;?|#0*38;?|#x0*26;?)?(?:#|&num;?)(?:x([0-9a-f]{1,8})|([0-9]{1,8}));?/gi;

/**
 * A text with its character references decoded, `c&#97;t` as `cat`, as the tokenizers of Stable Diffusion's text
 * encoders read it. Offsets do not change: each decoded character is padded with marks to the length of its reference.
 * Undefined without a reference.
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
