/** Letters that CLIP's byte-pair encoding merges into one token at worst, measured over common English words. */
const LETTERS_PER_TOKEN = 4;

/**
 * An upper estimate of the number of a text's tokens in CLIP's tokenizer, without start and end: an English word is one
 * token for every four letters, rounded up, digits and punctuation are one each, other scripts one a UTF-8 byte.
 */
export function estimateTokens(text: string): number {
  let tokens = 0;
  for (const [piece] of text.matchAll(/[a-zA-Z]+|[^\sa-zA-Z]/gu)) {
    if (/^[a-zA-Z]/.test(piece)) tokens += Math.ceil(piece.length / LETTERS_PER_TOKEN);
    else tokens += bytes(piece);
  }
  return tokens;
}

function bytes(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}
