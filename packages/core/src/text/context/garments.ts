import { ROLE } from './cues.ts';
import { isCancelled, isValue, leads } from './negation.ts';
import { GAP, type Place, type Token } from './tokens.ts';

/** Most words between a negation and its garment. */
const MOST_BETWEEN = 3;

/**
 * Finds negations that undress a person; other negations make words harmless:
 *
 * - `no`, `without` and a garment (`without any clothes`), unless `not` cancels it or the garment is part of another
 *   word (`no dress code`); `not` and wearing and a garment or `anything`;
 * - "nothing" with a place (`nothing underneath`), or wearing nothing;
 * - a garment with a negating value (`clothes: none`), or a word for its absence (`clothing free`, `clothes removed`);
 * - `not dressed`, and single words with that meaning (`不穿衣服`, `giysisiz`);
 * - the same with words for censorship of a picture (`no censorship`, `not safe for work`).
 */
export function undressed(tokens: readonly Token[]): Place[] {
  const found: Place[] = [];
  for (const [index, token] of tokens.entries()) {
    const last = tokens[endOf(tokens, index) ?? -1];
    if (last) found.push({ start: token.start, end: last.end });
  }
  return found;
}

const HIDES = ROLE.garment | ROLE.censor;

/** The index of the last token of such an expression that begins at `index`. */
function endOf(tokens: readonly Token[], index: number): number | undefined {
  const bits = tokens[index]?.bits ?? 0;
  if ((bits & ROLE.bare) !== 0) return index;
  if ((bits & (ROLE.no | ROLE.without)) !== 0 && leads(tokens, index) && !isCancelled(tokens, index)) {
    const garment = following(tokens, index, HIDES);
    if (garment !== undefined && !isCompound(tokens, garment)) return garment;
  }
  if ((bits & ROLE.not) !== 0) return unworn(tokens, index);
  if ((bits & ROLE.nothing) !== 0) return nothingUnder(tokens, index);
  if ((bits & ROLE.gone) !== 0) return taken(tokens, index);
  if ((bits & ROLE.wear) !== 0) return following(tokens, index, ROLE.nothing);
  if ((bits & HIDES) !== 0) return absent(tokens, index);
  return undefined;
}

/** `not wearing a dress`, `not wearing anything`, `not dressed`, `not safe for work`. */
function unworn(tokens: readonly Token[], index: number): number | undefined {
  const worn = adjacent(tokens, index, ROLE.worn | ROLE.censor);
  if (worn !== undefined && !isCompound(tokens, worn)) return worn;
  const wear = following(tokens, index, ROLE.wear);
  if (wear === undefined) return undefined;
  const garment = following(tokens, wear, HIDES) ?? adjacent(tokens, wear, ROLE.anything);
  return garment !== undefined && !isCompound(tokens, garment) ? garment : undefined;
}

/** `nothing underneath`, `nothing on`, `nothing under her dress`; not `nothing on the table`. */
function nothingUnder(tokens: readonly Token[], index: number): number | undefined {
  const under = adjacent(tokens, index, ROLE.under);
  if (under === undefined) return undefined;
  const next = tokens[under + 1];
  if (next === undefined || next.gap >= GAP.comma) return under;
  return following(tokens, under, ROLE.garment | ROLE.body);
}

/** `removing her dress`, `missing clothes`; not `lost clothes hangers`. */
function taken(tokens: readonly Token[], index: number): number | undefined {
  const garment = following(tokens, index, ROLE.garment);
  return garment !== undefined && !isCompound(tokens, garment) ? garment : undefined;
}

/** `clothes: none`, `clothing level: 0`, `clothing-free`, `clothes are gone`. */
function absent(tokens: readonly Token[], index: number): number | undefined {
  const next = tokens[index + 1];
  if (!next) return undefined;
  const value = (next.bits & ROLE.through) !== 0 && next.gap <= GAP.hyphen ? index + 2 : index + 1;
  if (((tokens[value]?.bits ?? 0) & ROLE.none) !== 0 && isValue(tokens, value)) return value;
  if (next.gap > GAP.hyphen) return undefined;
  const after = following(tokens, index, ROLE.after | ROLE.gone);
  if (after !== undefined) return after;
  const ends = next.gap === GAP.hyphen || (tokens[index + 2]?.gap ?? GAP.stop) >= GAP.comma;
  return (next.bits & ROLE.suffix) !== 0 && ends ? index + 1 : undefined;
}

/** The next token, if it has one of these roles and only space or a hyphen before it. */
function adjacent(tokens: readonly Token[], index: number, bits: number): number | undefined {
  const next = tokens[index + 1];
  return next && next.gap <= GAP.hyphen && (next.bits & bits) !== 0 ? index + 1 : undefined;
}

/** The first token after `index` with one of these roles; only filler words may be before it. */
function following(tokens: readonly Token[], index: number, bits: number): number | undefined {
  for (let at = index + 1; at <= index + 1 + MOST_BETWEEN; at++) {
    const token = tokens[at];
    if (!token || token.gap > GAP.hyphen) return undefined;
    if ((token.bits & bits) !== 0) return at;
    if ((token.bits & (ROLE.through | ROLE.wear)) === 0) return undefined;
  }
  return undefined;
}

function isCompound(tokens: readonly Token[], index: number): boolean {
  const next = tokens[index + 1];
  return next !== undefined && next.gap <= GAP.hyphen && (next.bits & ROLE.compound) !== 0;
}
