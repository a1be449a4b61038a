import { isPromptWithinLimit, type PromptLimit } from '@shoji/core/text';

/** Share of the limit from which the room that is left is shown. */
const NEARLY = 0.9;

/** How a text relates to the longest prompt. Characters are Unicode code points. */
export type Room =
  /** Far from the limit. */
  | { readonly state: 'ample' }
  /** Near the limit: about this many characters of the same script still fit. */
  | { readonly state: 'scarce'; readonly left: number }
  /** Over the limit by exactly this many characters at the end. */
  | { readonly state: 'exceeded'; readonly over: number };

/** Compares a text with the limit that the proxy applies, in the limit's own unit. */
export function roomOf(text: string, limit: PromptLimit): Room {
  const { most, unit } = limit;
  let used = 0;
  let characters = 0;
  let fitting = 0;
  for (const character of text) {
    used += unit === 'bytes' ? bytesOf(character.codePointAt(0) ?? 0) : 1;
    characters++;
    if (used <= most) fitting = characters;
  }
  if (!isPromptWithinLimit(text, limit)) return { state: 'exceeded', over: characters - fitting };
  if (used < most * NEARLY) return { state: 'ample' };
  return { state: 'scarce', left: Math.floor(((most - used) * characters) / used) };
}

/** Bytes of a code point in UTF-8. A lone surrogate becomes U+FFFD, which has three. */
function bytesOf(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}
