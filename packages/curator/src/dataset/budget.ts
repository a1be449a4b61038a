import { costOf, type PriceTable } from '@shoji/core/screen';
import type { Usage } from '@shoji/core/vocabulary';

/** Kinds of calls that are paid for; each has its own price. */
export type Paid = 'picture' | 'prompt';

/** Keeps the total cost of judging under a limit, also with many concurrent calls. */
export interface Budget {
  /** US dollars so far, by the price table, for pictures and prompts together. */
  readonly spent: number;
  /** The most expensive call of a kind so far, in US dollars: the estimate for the next call of this kind. */
  most(kind: Paid): number;
  /** Books the usage of an earlier run. */
  book(kind: Paid, usage: readonly Usage[]): void;
  /**
   * Reserves the cost of one call; undefined when it could exceed the limit. Call the returned function when the cost
   * is known.
   */
  reserve(kind: Paid): Promise<((usage: readonly Usage[]) => void) | undefined>;
}

/** Sums of prices are not exact in floating point; a thousandth of a cent counts as nothing. */
const TOLERANCE = 1e-5;

/** The prices and reservations of one kind of calls. */
interface Ledger {
  /** In US dollars. */
  dearest: number;
  underWay: number;
  /** Only one call runs before the cost of its kind is known: more could exceed any limit. */
  first?: Promise<void>;
}

/**
 * @param max US dollars, unlimited when left out.
 * @param expected What one call of a kind is expected to cost, if known before the first call.
 */
export function createBudget(
  prices: PriceTable,
  max: number | undefined,
  expected: Partial<Readonly<Record<Paid, number>>> = {},
): Budget {
  let spent = 0;
  const ledgers: Readonly<Record<Paid, Ledger>> = {
    picture: { dearest: expected.picture ?? 0, underWay: 0 },
    prompt: { dearest: expected.prompt ?? 0, underWay: 0 },
  };
  const book = (kind: Paid, usage: readonly Usage[]) => {
    const { estimate } = costOf(usage, prices);
    spent += estimate;
    ledgers[kind].dearest = Math.max(ledgers[kind].dearest, estimate);
  };
  const setAside = () =>
    Object.values(ledgers).reduce((sum, { dearest, underWay }) => sum + underWay * dearest, 0);
  return {
    get spent() {
      return spent;
    },
    most: (kind) => ledgers[kind].dearest,
    book,
    async reserve(kind) {
      const ledger = ledgers[kind];
      const known =
        max !== undefined && ledger.first === undefined ? Promise.withResolvers<void>() : undefined;
      if (known === undefined) await ledger.first;
      else ledger.first = known.promise;
      if (max !== undefined && spent + setAside() + ledger.dearest > max + TOLERANCE) {
        known?.resolve();
        return undefined;
      }
      ledger.underWay += 1;
      return (usage) => {
        ledger.underWay -= 1;
        book(kind, usage);
        known?.resolve();
      };
    },
  };
}
