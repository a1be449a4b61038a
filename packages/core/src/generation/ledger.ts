import type { Usage } from '../policy/findings.ts';
import type { Cost } from './events.ts';

/** US dollars per billed item, by the names providers use, e.g. `{ 'rekognition.image': 0.001 }`. */
export type PriceTable = Readonly<Record<string, number>>;

/** Adds up what a generation used. Items without a price are listed at 0, so that nothing used goes unseen. */
export class Ledger {
  readonly #prices: PriceTable;
  readonly #quantities = new Map<string, number>();

  constructor(prices: PriceTable) {
    this.#prices = prices;
  }

  add(usage: readonly Usage[] = []): void {
    for (const { item, quantity } of usage) {
      this.#quantities.set(item, (this.#quantities.get(item) ?? 0) + quantity);
    }
  }

  cost(): Cost {
    const items = [...this.#quantities].map(([item, quantity]) => ({
      item,
      quantity,
      usd: quantity * (this.#prices[item] ?? 0),
    }));
    return { estimate: items.reduce((sum, { usd }) => sum + usd, 0), items };
  }
}
