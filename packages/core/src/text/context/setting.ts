import type { Category } from '../../vocabulary/category.ts';
import type { Severity } from '../lexicon/term-list.ts';
import { ROLE } from './cues.ts';
import { GAP, type Token } from './tokens.ts';

/** The gravest severity that a setting turns down, by category. */
type Mild = Partial<Record<Category, Severity>>;

/**
 * Settings in which words are about something else than the picture that they would be of elsewhere. `sexual-minors` is in
 * none of them, and of sexual words only the mild ones are: "oil painting" and "film" are styles and no settings.
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
/** Of a name or slogan. Profanity is shown by being written. */
const QUOTED: Mild = { violence: 2, graphic: 2, drugs: 2, 'alcohol-tobacco': 3, gambling: 3 };
const OPPOSED: Mild = { sexual: 3, suggestive: 2, graphic: 2 };

/** Tokens of the same sentence to each side in which a setting is looked for. */
const REACH = 12;
/** Commas between it and the hit: in a list of tags each tag is a separate thing. */
const MOST_COMMAS = 2;

const LONGEST_QUOTATION = 8;
const QUOTE = /["“„«「『‘]\s*$/;

/** A hit as its setting sees it. */
export interface SetHit {
  readonly category: string;
  readonly severity: Severity;
  /** Whether a word beside it opposes it. */
  readonly opposed: boolean;
}

/** Whether the words around a hit say that it is mentioned rather than asked for. */
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
  const around = bitsAround(tokens, index);
  return SETTINGS.some(({ role, mild }) => (around & role) !== 0 && isMild(mild));
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

/** The parts of the tokens around one, as far as its sentence reaches and not far beyond its place in a list. */
function bitsAround(tokens: readonly Token[], index: number): number {
  let bits = 0;
  for (const step of [-1, 1]) {
    let commas = 0;
    for (let at = index + step; Math.abs(at - index) <= REACH; at += step) {
      const token = tokens[at];
      const gap = tokens[step === 1 ? at : at + 1]?.gap ?? GAP.stop;
      if (!token || gap >= GAP.stop) break;
      if (gap === GAP.comma && ++commas > MOST_COMMAS) break;
      bits |= token.bits;
    }
  }
  return bits;
}
