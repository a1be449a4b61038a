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
  #text = '';
  #offsets = new Int32Array(16);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Adds a text all of which was typed at one place. */
  add(text: string, offset: number): void {
    const from = this.#grow(text);
    for (let unit = from; unit < this.#length; unit++) this.#offsets[unit] = offset;
  }

  /** Adds a view of the text that is read. */
  addView({ text, offsets }: View): void {
    const from = this.#grow(text);
    if (offsets) this.#offsets.set(offsets, from);
    else for (let unit = 0; unit < text.length; unit++) this.#offsets[from + unit] = unit;
  }

  /** Adds a text and makes room for its offsets; returns where they begin. */
  #grow(text: string): number {
    const from = this.#length;
    this.#text += text;
    this.#length += text.length;
    if (this.#length > this.#offsets.length) {
      const longer = new Int32Array(this.#length * 2);
      longer.set(this.#offsets);
      this.#offsets = longer;
    }
    return from;
  }

  view(): Required<Pick<View, 'text' | 'offsets'>> {
    return { text: this.#text, offsets: this.#offsets.slice(0, this.#length) };
  }
}
