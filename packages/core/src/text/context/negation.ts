import { type Category, SEXUAL_CATEGORIES } from '../../vocabulary/category.ts';
import { LED, ROLE } from './cues.ts';
import { GAP, type Token } from './tokens.ts';

/** Categories whose words also describe a person: they need a clearer negation. */
export const SEXUAL: ReadonlySet<string> = new Set<Category>(SEXUAL_CATEGORIES);
/** Categories that signs, posters and campaigns oppose. */
const OPPOSABLE: ReadonlySet<string> = new Set<Category>([
  'violence',
  'hate',
  'harassment',
  'self-harm',
  'drugs',
  'alcohol-tobacco',
  'gambling',
  'illegal',
]);

const NEGATES = ROLE.no | ROLE.not | ROLE.without;
/** Most words of a list's item, and most items of a list. */
const MOST_WORDS = 3;
const MOST_ITEMS = 12;
/** Most filler words between a negation and the negated word. */
const MOST_THROUGH = 4;

/**
 * The tokens whose hits are negated, and those whose hits the text opposes. `categories` has the categories of each
 * token with hits. A negation reaches at most to the next one, so the work is linear in the tokens.
 */
export function negated(
  tokens: readonly Token[],
  categories: ReadonlyMap<number, readonly string[]>,
): { readonly off: ReadonlySet<number>; readonly opposed: ReadonlySet<number> } {
  const off = new Set<number>();
  const opposed = new Set<number>();
  const isSexual = (token: number) => categories.get(token)?.some((each) => SEXUAL.has(each)) ?? false;
  const isOpposable = (token: number) => categories.get(token)?.every((each) => OPPOSABLE.has(each)) ?? false;
  for (const [index, { bits }] of tokens.entries()) {
    if ((bits & (NEGATES | ROLE.oppose | ROLE.after | ROLE.suffix | ROLE.opposed | ROLE.none)) === 0)
      continue;
    if ((bits & NEGATES) !== 0 && leads(tokens, index) && !isCancelled(tokens, index))
      for (const token of forward(tokens, index, isSexual)) off.add(token);
    if ((bits & (ROLE.after | ROLE.suffix)) !== 0)
      for (const token of backward(tokens, index, isSexual)) off.add(token);
    if ((bits & ROLE.none) !== 0 && isValue(tokens, index) && tokens[index - 1]?.hit) off.add(index - 1);
    if ((bits & ROLE.oppose) !== 0 && leads(tokens, index)) {
      const token = near(tokens, index, 1);
      if (token !== undefined) (isOpposable(token) ? off : opposed).add(token);
    }
    if ((bits & ROLE.opposed) !== 0) {
      const token = near(tokens, index, -1);
      if (token !== undefined) (isOpposable(token) ? off : opposed).add(token);
    }
  }
  return { off, opposed };
}

/** Whether the word is at the start of a phrase, for words that count only there. */
export function leads(tokens: readonly Token[], index: number): boolean {
  const token = tokens[index];
  if (!token || (token.bits & LED) === 0 || token.gap > GAP.hyphen) return true;
  return ((tokens[index - 1]?.bits ?? 0) & (ROLE.lead | NEGATES)) !== 0;
}

/** Whether a `not` shortly before a `without` reverses it: `not without`, `never quite without`. */
export function isCancelled(tokens: readonly Token[], index: number): boolean {
  if (((tokens[index]?.bits ?? 0) & ROLE.without) === 0) return false;
  for (let at = index; at > 0 && index - at < 2 && (tokens[at]?.gap ?? GAP.stop) <= GAP.hyphen; at--)
    if (((tokens[at - 1]?.bits ?? 0) & (ROLE.not | ROLE.no)) !== 0) return true;
  return false;
}

/** Whether a token is the whole value after a colon: `blood: none`. */
export function isValue(tokens: readonly Token[], index: number): boolean {
  const [token, next] = [tokens[index], tokens[index + 1]];
  return token?.gap === GAP.colon && (next === undefined || next.gap >= GAP.comma);
}

interface Item {
  /** The conjunction between this item and the one before. */
  readonly joined: 'first' | 'comma' | 'and' | 'or';
  readonly hits: number[];
  /** The number of unknown words before the first hit, and in total. */
  before: number;
  words: number;
}

/**
 * The hits that a negation at `index` negates: the first thing after it, and further items of its list.
 *
 * `or` extends the negation over the whole list before it. `and` extends it by one item that is only a hit, and so does
 * a bare comma, except to sexual words: `no hat, nude` is a list of tags. Prepositions, `but`, signs other than commas
 * and the next negation end it.
 */
function forward(tokens: readonly Token[], index: number, isSexual: (token: number) => boolean): number[] {
  const items = listAfter(tokens, index);
  const lastOr = items.findLastIndex(({ joined }) => joined === 'or');
  const off: number[] = [];
  let whole = true;
  for (const [at, item] of items.entries()) {
    const [first] = item.hits;
    const isBare = item.words === 0 && first !== undefined;
    const sexual = item.hits.some(isSexual);
    const reached =
      at === 0 ||
      (at <= lastOr && (!sexual || item.joined === 'or' || whole)) ||
      (at > lastOr && whole && isBare && (item.joined === 'and' || (item.joined === 'comma' && !sexual)));
    if (!reached && at > lastOr) break;
    whole &&= first !== undefined && item.words === 0;
    if (!reached || first === undefined || item.before > (sexual ? 0 : 1)) continue;
    // A second hit of another category is a separate item: `no blood nude woman`.
    off.push(...item.hits.filter((hit) => isSexual(hit) === isSexual(first)));
  }
  return off;
}

/** The items of the list that begins after a negation. */
function listAfter(tokens: readonly Token[], index: number): Item[] {
  const items: Item[] = [{ joined: 'first', hits: [], before: 0, words: 0 }];
  for (let at = index + 1; at < tokens.length; at++) {
    const token = tokens[at];
    let item = items.at(-1);
    if (!token || !item || token.gap >= GAP.colon) break;
    const isJoin =
      !token.hit && (token.bits & (ROLE.or | ROLE.and)) !== 0 && item.hits.length + item.words > 0;
    if (!token.hit && !isJoin && (token.bits & (NEGATES | ROLE.stop)) !== 0) break;
    const joined = isJoin
      ? (token.bits & ROLE.or) !== 0
        ? 'or'
        : 'and'
      : token.gap === GAP.comma
        ? 'comma'
        : token.gap === GAP.slash
          ? 'or'
          : undefined;
    if (joined !== undefined) {
      const isEmpty = item.hits.length + item.words === 0;
      // The first item must follow its negation directly: `No, a battle` does not negate the battle.
      if (isEmpty && item.joined === 'first') break;
      if (isEmpty) items.pop();
      if (items.length >= MOST_ITEMS) break;
      item = { joined, hits: [], before: 0, words: 0 };
      items.push(item);
      if (isJoin) continue;
    }
    if (token.hit) item.hits.push(at);
    else if ((token.bits & ROLE.through) === 0) {
      item.words += token.words;
      if (item.hits.length === 0) item.before += token.words;
      if (item.words > MOST_WORDS) break;
    }
  }
  return items;
}

/** The hits that a trailing negation negates: the one directly before it, and those joined to that one. */
function backward(tokens: readonly Token[], index: number, isSexual: (token: number) => boolean): number[] {
  const off: number[] = [];
  let at = skipThrough(tokens, index);
  const [token, next] = [tokens[index], tokens[index + 1]];
  const isLoose =
    ((token?.bits ?? 0) & ROLE.suffix) !== 0 &&
    token?.gap !== GAP.hyphen &&
    next !== undefined &&
    next.gap < GAP.comma;
  while (at >= 0 && tokens[at]?.hit && off.length < MOST_ITEMS) {
    if (isLoose && isSexual(at)) break;
    off.push(at);
    const join = tokens[at - 1];
    const gap = tokens[at]?.gap ?? GAP.stop;
    if (gap === GAP.slash) at -= 1;
    else if (join && gap === GAP.space && !join.hit && (join.bits & (ROLE.or | ROLE.and)) !== 0) at -= 2;
    else break;
  }
  return off;
}

/** The index of the last token before `index` that is not a filler word, or -1. */
function skipThrough(tokens: readonly Token[], index: number): number {
  let at = index;
  for (let skipped = 0; at > 0 && skipped <= MOST_THROUGH; skipped++) {
    if ((tokens[at]?.gap ?? GAP.stop) > GAP.hyphen) return -1;
    at--;
    const before = tokens[at];
    if (!before || before.hit || (before.bits & ROLE.through) === 0) return at;
  }
  return -1;
}

/** The hit beside a word for opposition, at most one other word away. */
function near(tokens: readonly Token[], index: number, step: 1 | -1): number | undefined {
  let others = 0;
  for (let away = 1; away <= MOST_THROUGH; away++) {
    const at = index + step * away;
    const token = tokens[at];
    const gap = step === 1 ? token?.gap : tokens[at + 1]?.gap;
    if (!token || gap === undefined || gap > GAP.hyphen) return undefined;
    if (token.hit) return at;
    if ((token.bits & ROLE.stop) !== 0) return undefined;
    if ((token.bits & ROLE.through) === 0 && ++others > 1) return undefined;
  }
  return undefined;
}
