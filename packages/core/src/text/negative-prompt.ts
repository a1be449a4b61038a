import type { Policy } from '../policy/schema.ts';
import { CATEGORIES } from '../vocabulary/category.ts';
import TIERS from './negative-prompt-terms.json' with { type: 'json' };
import { estimateTokens } from './tokens.ts';

/** The start and end tokens of a text encoder. */
const FRAME = 2;

/** The two sources of a negative prompt, and the space for it. */
export interface NegativePromptInput {
  readonly policy: Policy;
  /** The creator's own negative prompt. */
  readonly typed: string;
  /** The text encoder's window, start and end included; without one nothing is cut. */
  readonly tokenLimit?: number | undefined;
  /** From 1; each further attempt of a regeneration names more terms. */
  readonly attempt?: number;
}

/** A merged negative prompt. */
export interface NegativePrompt {
  readonly text: string;
  /**
   * Whether a part of the typed prompt did not fit and was left out. The operator's terms are never left out for it.
   */
  readonly truncated: boolean;
  /** Upper estimate of the tokens of `text`, start and end included. */
  readonly tokens: number;
}

/**
 * The operator's terms for the categories that the policy restricts in pictures: the most telling of each category
 * for the first attempt, more with each further one.
 */
export function negativePromptTerms(policy: Policy, attempt = 1): string[] {
  const restricted = CATEGORIES.filter((category) => {
    const thresholds = policy.image[category];
    return thresholds?.blur !== undefined || thresholds?.withhold !== undefined;
  });
  const tiers: Partial<Record<string, readonly (readonly string[])[]>> = TIERS;
  const terms = new Set<string>();
  for (let tier = 0; tier < attempt; tier++) {
    for (const category of restricted) {
      for (const term of tiers[category]?.[tier] ?? []) terms.add(term);
    }
  }
  return [...terms];
}

/**
 * The operator's terms and then the creator's, without duplicates, within the model's window. The operator's come
 * first: a window cuts the end, and no bracket typed later reaches back over them.
 */
export function mergeNegativePrompt({
  policy,
  typed,
  tokenLimit,
  attempt = 1,
}: NegativePromptInput): NegativePrompt {
  const room = (tokenLimit ?? Number.POSITIVE_INFINITY) - FRAME;
  const parts: string[] = [];
  const known = new Set<string>();
  let tokens = 0;
  const add = (part: string): boolean => {
    const cost = estimateTokens(part) + (parts.length > 0 ? 1 : 0);
    if (tokens + cost > room) return false;
    tokens += cost;
    parts.push(part);
    return true;
  };
  for (const term of negativePromptTerms(policy, attempt)) {
    // Only a window too small for the operator's own list leaves out its last, least telling terms.
    if (add(term)) known.add(bare(term));
  }
  let truncated = false;
  for (const part of splitParts(typed)) {
    const kept = withoutKnown(part, known);
    if (kept === '') continue;
    // Parts after one that did not fit are left out, too: a prompt loses its end, not its middle.
    if (truncated || !add(kept)) truncated = true;
  }
  return { text: parts.join(', '), truncated, tokens: tokens + FRAME };
}

/** The parts between commas and line breaks outside brackets. */
function splitParts(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at <= text.length; at++) {
    const character = text[at];
    if (character === '(' || character === '[' || character === '{') depth++;
    else if (character === ')' || character === ']' || character === '}') depth = Math.max(0, depth - 1);
    else if (at === text.length || (depth === 0 && (character === ',' || character === '\n'))) {
      parts.push(text.slice(from, at).trim());
      from = at + 1;
    }
  }
  return parts.filter((part) => part !== '');
}

/** A part without the terms that are already there; for a weighted group `(a, b:1.2)`, the rest of the group. */
function withoutKnown(part: string, known: Set<string>): string {
  const group = /^([([{]+)([^()[\]{}]*?)((?::[\d.]+)?[)\]}]+)$/.exec(part);
  const members = group ? (group[2] ?? '').split(',') : [part];
  const fresh = members.filter((member) => {
    const key = bare(member);
    if (key === '' || known.has(key)) return false;
    known.add(key);
    return true;
  });
  if (fresh.length === members.length) return part;
  return fresh.length === 0 ? '' : `${group?.[1] ?? ''}${fresh.join(',').trim()}${group?.[3] ?? ''}`;
}

/** The common form of a term's spellings: without brackets, weights, underscores, case or doubled spaces. */
function bare(term: string): string {
  return term
    .replace(/:\s*[\d.]+\s*(?=[)\]}]|$)/g, '')
    .replace(/[()[\]{}\\]/g, '')
    .replace(/[_\s]+/g, ' ')
    .trim()
    .toLowerCase();
}
