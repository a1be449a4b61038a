/** A text as an image model comes to read it. */
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

/** `view`, a view of `source`, as a view of what `source` is a view of. */
export function within(view: View, source: View): View {
  const { offsets: outer, exact } = source;
  const here = { ...view, ...(exact !== undefined && { exact }) };
  if (!outer) return here;
  const inner = view.offsets ?? Int32Array.from({ length: view.text.length }, (_, index) => index);
  return { ...here, offsets: inner.map((offset) => outer[offset] ?? 0) };
}

/** Collects the units of a view. */
export class ViewWriter {
  readonly #units: string[] = [];
  readonly #offsets: number[] = [];

  get length(): number {
    return this.#offsets.length;
  }

  /** Adds a text all of which was typed at one place. */
  add(text: string, offset: number): void {
    this.#units.push(text);
    for (let unit = 0; unit < text.length; unit++) this.#offsets.push(offset);
  }

  view(): Required<Pick<View, 'text' | 'offsets'>> {
    return { text: this.#units.join(''), offsets: Int32Array.from(this.#offsets) };
  }
}
