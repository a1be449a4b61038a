/** A part of a text in UTF-16 offsets; the end is exclusive. */
export type Span = readonly [start: number, end: number];

/** A box of a page in which a person writes text of several lines. */
export interface Box {
  readonly element: HTMLElement;
  text(): string;
  /** Rectangles of a part of its text in the window, one for each line. */
  rectsOf(span: Span): DOMRect[];
  /** Puts other text in the place of a part of it, in one step, which the browser's own undo takes back. */
  put(text: string, span: Span): void;
  /** Removes what was created to measure it. */
  close(): void;
}

/** The element in which a person writes, if they do so at the target of an event; one-line fields are left alone. */
export function writtenIn(target: EventTarget | null | undefined): HTMLElement | undefined {
  if (target instanceof HTMLTextAreaElement) return target.readOnly || target.disabled ? undefined : target;
  if (!(target instanceof HTMLElement) || !target.isContentEditable) return undefined;
  let host = target;
  while (host.parentElement?.isContentEditable) host = host.parentElement;
  return host;
}

/** The part of an element that can be seen, in coordinates of the window: what no scrolling ancestor cuts off. */
export function visiblePart(element: HTMLElement): DOMRect {
  const own = element.getBoundingClientRect();
  let { left, top, right, bottom } = own;
  for (let above = element.parentElement; above && above !== document.body; above = above.parentElement) {
    if (getComputedStyle(above).overflow === 'visible') continue;
    const edge = above.getBoundingClientRect();
    left = Math.max(left, edge.left);
    top = Math.max(top, edge.top);
    right = Math.min(right, edge.right);
    bottom = Math.min(bottom, edge.bottom);
  }
  return new DOMRect(left, top, Math.max(0, right - left), Math.max(0, bottom - top));
}

/** Replaces what is selected in a focused element as if it was typed. @returns Whether the browser did so. */
export function typeText(text: string): boolean {
  // Deprecated, and the only way to change a text without clearing its undo history.
  return document.execCommand(text === '' ? 'delete' : 'insertText', false, text);
}
