import type { Category } from '../../vocabulary/category.ts';
import type { Severity, TermRole } from '../lexicon/term-list.ts';
import { exclusionsIn } from '../syntax/options.ts';
import { cues, cuesWithSettings, type Dictionary, ROLE, startsOf } from './cues.ts';
import { undressed } from './garments.ts';
import { negated, SEXUAL } from './negation.ts';
import { qualityPhrases } from './quality.ts';
import { isMentioned } from './setting.ts';
import { comparable, mentions, type Place, tokensOf, type Wanted, wantedOf } from './tokens.ts';

export { comparable, cues, cuesWithSettings, type Dictionary };

/** A hit of the rules in a text. */
export interface PlacedHit extends Place {
  readonly role: string;
  readonly severity: Severity;
}

/**
 * The effect of the context on a hit: it is requested; mentioned, as on a museum's wall; or excluded, as in `no blood`.
 */
export type Standing = 'asked' | 'mentioned' | 'off';

/** Hits that count in every context. */
const ABSOLUTE = 4;
/** Units around a hit in which its context is read: more than any negation or setting reaches. */
const REACH = 1_000;
/** Roles that are independent of the context. */
const FIXED: ReadonlySet<string> = new Set<TermRole>([
  'minor',
  'sexual-minors',
  'exception',
  'adult-exception',
]);
/** Words that insult when they are written at all: a slur on a sign `No …` is still a slur. */
const SAID: ReadonlySet<string> = new Set<Category>(['hate', 'harassment', 'profanity', 'toxicity']);

/**
 * The standing of each hit in `text`. Hits of `minor`, `sexual-minors` and the gravest severity always count as
 * requested, and so do sexual hits beside a person under 18: a model that overlooks a `no` would draw them.
 * @param namesMinor Whether the prompt names a person under 18.
 * @param dictionary The cues: `cuesWithSettings()` where mild words are searched, too.
 * @param norm The text as `comparable` writes it, if the caller has it already.
 */
export function standings(
  text: string,
  hits: readonly PlacedHit[],
  namesMinor: boolean,
  dictionary: Dictionary = cues(),
  norm?: string,
): Standing[] {
  const open = hits.map(
    ({ role, severity }) => !FIXED.has(role) && severity < ABSOLUTE && !(namesMinor && SEXUAL.has(role)),
  );
  if (!open.some(Boolean)) return hits.map(() => 'asked');
  const places = united(hits.filter((_, index) => open[index]));
  const tokens = tokensOf(text, places, norm, dictionary, REACH);
  const tokenAt = new Map<number, number>();
  for (const [index, { hit, start }] of tokens.entries()) if (hit) tokenAt.set(start, index);
  const tokenOf = hits.map((hit, index) => {
    const place = open[index] ? placeAround(places, hit) : undefined;
    return place && tokenAt.get(place.start);
  });
  // Thousands of hits may overlap at one token, so each role is kept once.
  const categories = new Map<number, string[]>();
  for (const [index, token] of tokenOf.entries()) {
    if (token === undefined) continue;
    const role = hits[index]?.role ?? '';
    const roles = categories.get(token);
    if (roles === undefined) categories.set(token, [role]);
    else if (!roles.includes(role)) roles.push(role);
  }
  const { off, opposed } = negated(tokens, categories);
  const stock = [qualityPhrases(text), exclusionsIn(text)].filter(({ length }) => length > 0);
  return hits.map((hit, index) => {
    const token = tokenOf[index];
    if (token === undefined) return 'asked';
    if ((off.has(token) && !isSaid(hit)) || stock.some((phrases) => isInOne(phrases, hit))) return 'off';
    const set = { category: hit.role, severity: hit.severity, opposed: opposed.has(token) };
    return isMentioned(text, tokens, token, set) ? 'mentioned' : 'asked';
  });
}

function isSaid({ role, severity }: PlacedHit): boolean {
  return SAID.has(role) && severity > 1;
}

/** The negations that undress a person; see `garments.ts`. */
export function undressedIn(text: string, dictionary: Dictionary, norm = comparable(text)): Place[] {
  const undressing = WANTED.get(dictionary) ?? wantedOf(startsOf(UNDRESSING, dictionary));
  WANTED.set(dictionary, undressing);
  return mentions(norm, undressing) ? undressed(tokensOf(text, [], norm, dictionary)) : [];
}

/** Roles of which each such expression has at least one. */
const UNDRESSING = ROLE.bare | ROLE.garment | ROLE.censor | ROLE.nothing | ROLE.worn | ROLE.anything;
const WANTED = new WeakMap<Dictionary, Wanted>();

/** The spans of overlapping hits, merged, in order. */
function united(hits: readonly Place[]): Place[] {
  const places: { start: number; end: number }[] = [];
  for (const { start, end } of [...hits].sort((a, b) => a.start - b.start)) {
    const last = places.at(-1);
    if (last && start < last.end) last.end = Math.max(last.end, end);
    else places.push({ start, end });
  }
  return places;
}

/** The last span that begins at a hit or before it, by binary search; the first span if all begin behind it. */
function placeAround(places: readonly Place[], { start }: Place): Place | undefined {
  let [low, high] = [0, places.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((places[middle]?.start ?? 0) <= start) low = middle;
    else high = middle - 1;
  }
  return places[low];
}

/** Whether one of `places`, which are in order and do not overlap, contains a hit. */
function isInOne(places: readonly Place[], hit: Place): boolean {
  const outer = placeAround(places, hit);
  return outer !== undefined && hit.start >= outer.start && hit.end <= outer.end;
}
