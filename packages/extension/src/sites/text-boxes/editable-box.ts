import { type Box, type Span, typeText } from './box.ts';

/** A text node of an element with its place in the text of that element. */
interface Piece {
  readonly node: Text;
  readonly start: number;
}

/** In place of what cannot be edited inside of an editor, e.g. a mentioned name. */
const OBJECT = '\ufffc';

/** An element with `contenteditable`. */
export function editableBox(element: HTMLElement): Box {
  let known: ReturnType<typeof readEditable> | undefined;
  const changes = new MutationObserver(() => {
    known = undefined;
  });
  changes.observe(element, { childList: true, characterData: true, subtree: true });

  /** Its text now. It is read again only after a change, because its underlines are followed in every frame. */
  function read(): ReturnType<typeof readEditable> {
    if (changes.takeRecords().length > 0) known = undefined;
    known ??= readEditable(element);
    return known;
  }

  /** The range of a part; `undefined` where the text has changed since. */
  function rangeOf([start, end]: Span): Range | undefined {
    const { pieces } = read();
    const first = pieces.findLast((piece) => piece.start <= start);
    const last = pieces.findLast((piece) => piece.start < end);
    if (!first || !last || start - first.start > first.node.length || end - last.start > last.node.length)
      return undefined;
    const range = document.createRange();
    range.setStart(first.node, start - first.start);
    range.setEnd(last.node, end - last.start);
    return range;
  }

  return {
    element,
    text: () => read().text,
    rectsOf: (span) => [...(rangeOf(span)?.getClientRects() ?? [])],
    put(put, [start, end]) {
      const { text } = read();
      // At the beginning of a line, Chromium drops the space after what it replaces, and takes over the next words' style.
      const withSpace = (start === 0 || text[start - 1] === '\n') && put !== '' && text[end] === ' ';
      const range = rangeOf([start, withSpace ? end + 1 : end]);
      if (!range) return;
      element.focus({ preventScroll: true });
      const selection = document.getSelection();
      selection?.removeAllRanges();
      selection?.addRange(range);
      typeText(withSpace ? `${put} ` : put);
    },
    close: () => changes.disconnect(),
  };
}

/** The text of an element as lines, with the text nodes that it comes from. */
export function readEditable(element: HTMLElement): { text: string; pieces: readonly Piece[] } {
  const pieces: Piece[] = [];
  let text = '';
  const endLine = () => {
    if (text !== '' && !text.endsWith('\n')) text += '\n';
  };
  const visit = (node: Node) => {
    if (node instanceof Text) {
      pieces.push({ node, start: text.length });
      text += node.data;
    } else if (node instanceof HTMLBRElement) text += '\n';
    else if (node instanceof HTMLElement && node.contentEditable === 'false') text += OBJECT;
    else if (node instanceof Element) {
      const { display } = getComputedStyle(node);
      if (display === 'none') return;
      const isBlock = node !== element && !/^(inline|contents|ruby)/.test(display);
      if (isBlock) endLine();
      for (const child of node.childNodes) visit(child);
      if (isBlock) endLine();
    }
  };
  visit(element);
  return { text, pieces };
}
