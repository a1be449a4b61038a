import { type Category, isCategory } from '../../vocabulary/category.ts';
import { OperatorError } from '../../vocabulary/operator-error.ts';
import { type Concept, isConcept } from '../combinations/concepts.ts';

/** 1 mild, 2 clear, 3 strong, 4 beyond doubt. */
export type Severity = 1 | 2 | 3 | 4;

/**
 * The role of a term: a category (`minor` for a word for a child), an exception that lets a harmless phrase pass
 * (`adult-exception`: unless a person under 18 is named), a concept that counts only in combination, or a term that is suggestive only beside a person under 18
 * (`age/README.md`).
 */
export type TermRole = Category | Exception | Concept | 'beside-minor';

type Exception = 'exception' | 'adult-exception';

/** One term of a lexicon. */
export interface LexiconTerm {
  readonly text: string;
  readonly role: TermRole;
  readonly severity: Severity;
  /** Also finds words that only begin with the term. */
  readonly prefix: boolean;
  /** Finds only the exact term, accents included, and never disguised. */
  readonly exact: boolean;
}

/** A term in the syntax of lists: `=` before it for exact, `*` after it for a prefix. */
export function term(written: string, role: TermRole, severity: Severity): LexiconTerm {
  const exact = written.startsWith('=');
  const prefix = written.endsWith('*') && written.length > 1;
  return {
    text: written.slice(exact ? 1 : 0, prefix ? -1 : undefined),
    role,
    severity,
    prefix,
    exact,
  };
}

/** Whether terms of a role let the phrase that they are pass, in every prompt or in those without a person under 18. */
export function isException(role: string): role is Exception {
  return role === 'exception' || role === 'adult-exception';
}

/** @throws TypeError for an unknown role. */
export function asRole(role: string): TermRole {
  if (isCategory(role) || isException(role) || role === 'beside-minor' || isConcept(role)) return role;
  throw new TypeError(`Unknown category in a lexicon: ${role}`);
}

/** @throws TypeError for an unknown severity. */
export function asSeverity(value: number): Severity {
  if (value === 1 || value === 2 || value === 3 || value === 4) return value;
  throw new TypeError(`A severity is 1, 2, 3 or 4, not ${value}`);
}

/** A list of terms that cannot be read; `message` names the line and the remedy. */
export class TermListError extends OperatorError {
  override readonly name = 'TermListError';
}

/**
 * Reads an operator's list: one term a line, optionally followed by tabs with its category (default `toxicity`) and its
 * severity 1–4 (default 4). `!` before a term lets it pass, `*` after it also finds words that begin with it, `=`
 * before it finds it only as written; `#` and a space begin a comment.
 * @throws TermListError naming the line.
 */
export function parseTermList(text: string): LexiconTerm[] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    if (line.trim() === '' || line.startsWith('# ')) return [];
    const [written = '', role = 'toxicity', severity = '4'] = line.split('\t').map((field) => field.trim());
    if (written.startsWith('!') && written.length > 1) return [term(written.slice(1), 'exception', 1)];
    try {
      return [term(written, asRole(role), asSeverity(Number(severity)))];
    } catch (cause) {
      throw new TermListError(
        `Line ${index + 1}: ${cause instanceof Error ? cause.message : String(cause)}.`,
        { cause },
      );
    }
  });
}
