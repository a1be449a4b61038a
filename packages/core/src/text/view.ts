import { stringOf } from './string-of.ts';

/** A text as an image model may read it. */
export interface View {
  readonly text: string;
  /** The typed offset of each unit; absent where it equals the unit's own offset. */
  readonly offsets?: Int32Array;
  /**
   * The least length of a term that counts, exactly as it is listed: in text that may be an accident of decoding, short
   * words and disguises are chance.
   */
  readonly exact?: number;
}

/** `view` of `source`, as a view of the text that `source` is a view of. */
export function within(view: View, source: View): View {
  const { offsets: outer, exact } = source;
  const here = { ...view, ...(exact !== undefined && { exact }) };
  if (!outer) return here;
  const inner = view.offsets ?? Int32Array.from({ length: view.text.length }, (_, index) => index);
  return { ...here, offsets: inner.map((offset) => outer[offset] ?? 0) };
}

/** Collects the units of a view. */
export class ViewWriter {
  #units = new Uint16Array(64);
  #offsets = new Int32Array(64);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Adds a text whose units all have one typed offset. */
  add(text: string, offset: number): void {
    const from = this.#grow(text.length);
    for (let at = 0; at < text.length; at++) {
      this.#units[from + at] = text.charCodeAt(at);
      this.#offsets[from + at] = offset;
    }
  }

  /** Adds one unit. */
  addUnit(unit: number, offset: number): void {
    const at = this.#grow(1);
    this.#units[at] = unit;
    this.#offsets[at] = offset;
  }

  /** Adds a view of the text that is read. */
  addView({ text, offsets }: View): void {
    const from = this.#grow(text.length);
    for (let at = 0; at < text.length; at++) {
      this.#units[from + at] = text.charCodeAt(at);
      this.#offsets[from + at] = offsets?.[at] ?? at;
    }
  }

  /** Takes back all units from an index on. */
  cut(length: number): void {
    this.#length = length;
  }

  /** Grows the arrays by `count` units; returns the index of the first. */
  #grow(count: number): number {
    const from = this.#length;
    this.#length += count;
    if (this.#length > this.#units.length) {
      const units = new Uint16Array(this.#length * 2);
      units.set(this.#units);
      this.#units = units;
      const offsets = new Int32Array(this.#length * 2);
      offsets.set(this.#offsets);
      this.#offsets = offsets;
    }
    return from;
  }

  view(): Required<Pick<View, 'text' | 'offsets'>> {
    return {
      text: stringOf(this.#units.subarray(0, this.#length)),
      offsets: this.#offsets.slice(0, this.#length),
    };
  }
}
