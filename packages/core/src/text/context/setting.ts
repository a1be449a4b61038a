import type { Category } from '../../vocabulary/category.ts';
import type { Severity } from '../lexicon/term-list.ts';
import { ROLE } from './cues.ts';
import { GAP, type Token } from './tokens.ts';

/** The gravest severity that a setting reduces, by category. */
type Mild = Partial<Record<Category, Severity>>;

/**
 * Settings in which words are only mentioned, e.g. on a sign. No setting reduces `sexual-minors`, and only mild sexual
 * words are reduced; "oil painting" and "film" are styles, not settings.
 */
const SETTINGS: readonly { readonly role: number; readonly mild: Mild }[] = [
  { role: ROLE.medicine, mild: { graphic: 2, drugs: 2 } },
  { role: ROLE.art, mild: { nudity: 2, violence: 2, suggestive: 1 } },
  { role: ROLE.history, mild: { graphic: 1, violence: 2, hate: 2, illegal: 2 } },
  {
    role: ROLE.learning,
    mild: { nudity: 3, sexual: 2, violence: 2, drugs: 3, 'self-harm': 3, hate: 2, harassment: 3 },
  },
  { role: ROLE.stage, mild: { graphic: 2, violence: 2 } },
];
/** A name or slogan. Profanity is not reduced, because the picture would show it. */
const QUOTED: Mild = { violence: 2, graphic: 2, drugs: 2, 'alcohol-tobacco': 3, gambling: 3 };
const OPPOSED: Mild = { sexual: 3, suggestive: 2, graphic: 2 };

/** Tokens of the same sentence, on each side, in which a setting is searched. */
const REACH = 24;
/** Most short items between it and the hit: in a list of tags each tag is separate. */
const MOST_ITEMS = 2;
/** Words of an item up to which it is a tag rather than a clause of prose. */
const SHORT_ITEM = 3;

const LONGEST_QUOTATION = 8;
const QUOTE = /["“„«「『‘]\s*$/;

/** A hit, with the properties that settings use. */
export interface SetHit {
  readonly category: string;
  readonly severity: Severity;
  /** Whether a neighbouring word opposes it. */
  readonly opposed: boolean;
}

/** Whether the words around a hit show that it is mentioned rather than requested. */
export function isMentioned(
  text: string,
  tokens: readonly Token[],
  index: number,
  { category, severity, opposed }: SetHit,
): boolean {
  const isMild = (mild: Readonly<Record<string, Severity>>) => severity <= (mild[category] ?? 0);
  if (opposed && isMild(OPPOSED)) return true;
  if (isColour(text, tokens, index)) return true;
  if (isMild(QUOTED) && isQuoted(text, tokens, index)) return true;
  let roles = 0;
  for (const { role, mild } of SETTINGS) if (isMild(mild)) roles |= role;
  return roles !== 0 && (bitsAround(tokens, index) & roles) !== 0;
}

/** `nude` as a colour: `nude lipstick`, `nude-coloured`. */
function isColour(text: string, tokens: readonly Token[], index: number): boolean {
  const [token, next] = [tokens[index], tokens[index + 1]];
  if (!token || !next || next.gap > GAP.hyphen || (next.bits & ROLE.colour) === 0) return false;
  return text.slice(token.start, token.end).toLowerCase() === 'nude';
}

/** Whether a hit is in a short quotation that a word such as `titled` or `reads` introduces. */
function isQuoted(text: string, tokens: readonly Token[], index: number): boolean {
  let first = index;
  while (first > 0 && index - first < LONGEST_QUOTATION && (tokens[first]?.gap ?? GAP.stop) < GAP.stop)
    first--;
  const [opening, before] = [tokens[first], tokens[first - 1]];
  if (!opening || !before || !QUOTE.test(text.slice(before.end, opening.start))) return false;
  return tokens.slice(Math.max(0, first - 3), first).some(({ bits }) => (bits & ROLE.reading) !== 0);
}

/** The roles of the tokens around one, within its sentence and within a few short items of a list. */
function bitsAround(tokens: readonly Token[], index: number): number {
  let bits = 0;
  for (const step of [-1, 1]) {
    let items = 0;
    let words = 0;
    for (let at = index + step; Math.abs(at - index) <= REACH; at += step) {
      const token = tokens[at];
      const gap = tokens[step === 1 ? at : at + 1]?.gap ?? GAP.stop;
      if (!token || gap >= GAP.stop) break;
      if (gap === GAP.comma) {
        if (words <= SHORT_ITEM && ++items > MOST_ITEMS) break;
        words = 0;
      }
      words++;
      bits |= token.bits;
    }
  }
  return bits;
}
