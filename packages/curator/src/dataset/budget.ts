import { costOf, type PriceTable } from '@shoji/core/screen';
import type { Usage } from '@shoji/core/vocabulary';

/** Keeps the sum of what judging costs under a limit, also with many calls under way. */
export interface Budget {
  /** US dollars so far, by the price table. */
  readonly spent: number;
  /** The dearest picture so far, in US dollars: what the next one may cost. */
  readonly perPicture: number;
  /** Books what was used without asking first: by an earlier run, or by a prompt. */
  book(usage: readonly Usage[]): void;
  /** Sets money aside for one picture; undefined when it could exceed the limit. Call what it returns when the cost is known. */
  reserve(): Promise<((usage: readonly Usage[]) => void) | undefined>;
}

/** Sums of prices are not exact in floating point; a thousandth of a cent counts as nothing. */
const TOLERANCE = 1e-5;

/**
 * @param max US dollars, unlimited when left out.
 * @param perPicture What one picture is expected to cost, as far as that is known before the first one.
 */
export function createBudget(prices: PriceTable, max: number | undefined, perPicture = 0): Budget {
  let spent = 0;
  let dearest = perPicture;
  let underWay = 0;
  // Only one image is under way before its cost is known: more could exceed any limit.
  let first: Promise<void> | undefined;
  const book = (usage: readonly Usage[]) => {
    const { estimate } = costOf(usage, prices);
    spent += estimate;
    dearest = Math.max(dearest, estimate);
  };
  return {
    get spent() {
      return spent;
    },
    get perPicture() {
      return dearest;
    },
    book,
    async reserve() {
      const known = max !== undefined && first === undefined ? Promise.withResolvers<void>() : undefined;
      if (known === undefined) await first;
      else first = known.promise;
      if (max !== undefined && spent + (underWay + 1) * dearest > max + TOLERANCE) {
        known?.resolve();
        return undefined;
      }
      underWay += 1;
      return (usage) => {
        underWay -= 1;
        book(usage);
        known?.resolve();
      };
    },
  };
}
