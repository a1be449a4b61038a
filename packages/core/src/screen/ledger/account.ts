import type { Usage } from '../../vocabulary/finding.ts';
import { causeOf } from './cause.ts';

/** US dollars per billed item, by the names providers use, e.g. `{ 'rekognition.image': 0.001 }`. */
export type PriceTable = Readonly<Record<string, number>>;

/** The cost of the usage by the operator's price table, in US dollars. */
export interface Cost {
  readonly estimate: number;
  readonly items: readonly { readonly item: string; readonly quantity: number; readonly usd: number }[];
}

/** The cost of `usage`. Items without a price are listed at 0, so that all usage is visible. */
export function costOf(usage: readonly Usage[], prices: PriceTable): Cost {
  const items = usage.map(({ item, quantity }) => ({ item, quantity, usd: quantity * (prices[item] ?? 0) }));
  return { estimate: items.reduce((sum, { usd }) => sum + usd, 0), items };
}

/** One request's usage, and the texts that its errors must not quote. All work for the request shares it. */
export class Account {
  readonly #prices: PriceTable;
  readonly #quantities = new Map<string, number>();
  readonly #concealed = new Set<string>();
  readonly #observed = new WeakSet<object>();
  #paid = false;

  constructor(prices: PriceTable = {}) {
    this.#prices = prices;
  }

  /** Books usage, and returns its cost. */
  book(usage: readonly Usage[]): Cost {
    for (const { item, quantity } of usage) {
      this.#quantities.set(item, (this.#quantities.get(item) ?? 0) + quantity);
    }
    return costOf(usage, this.#prices);
  }

  /** Everything that was booked, one entry an item. */
  usage(): Usage[] {
    return [...this.#quantities].map(([item, quantity]) => ({ item, quantity }));
  }

  cost(): Cost {
    return costOf(this.usage(), this.#prices);
  }

  /** Records that a generator made pictures, and so is paid in any case. */
  pay(): void {
    this.#paid = true;
  }

  /** Whether a generator made pictures for this request. */
  get paid(): boolean {
    return this.#paid;
  }

  /** Removes the words of these texts from {@link Account.causeOf}. */
  conceal(texts: Iterable<string>): void {
    for (const text of texts) this.#concealed.add(text);
  }

  /** An error for the operator's log: its chain of causes without any word that was concealed. */
  causeOf(error: unknown): string {
    return causeOf(error, this.#concealed);
  }

  /** True the first time for each error: one that several places catch is observed once. */
  isNew(error: object): boolean {
    if (this.#observed.has(error)) return false;
    this.#observed.add(error);
    return true;
  }
}
