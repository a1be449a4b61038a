import { type Box, typeText } from './box.ts';

/** The properties that decide where a character of a textarea is drawn. */
const COPIED = [
  'border-block-end-width',
  'border-block-start-width',
  'border-inline-end-width',
  'border-inline-start-width',
  'direction',
  'font-family',
  'font-feature-settings',
  'font-kerning',
  'font-size',
  'font-stretch',
  'font-style',
  'font-variant',
  'font-variation-settings',
  'font-weight',
  'hyphens',
  'letter-spacing',
  'line-break',
  'line-height',
  'overflow-wrap',
  'padding-bottom',
  'padding-left',
  'padding-right',
  'padding-top',
  'tab-size',
  'text-align',
  'text-indent',
  'text-rendering',
  'text-transform',
  'unicode-bidi',
  'white-space',
  'word-break',
  'word-spacing',
  'writing-mode',
] as const;

/**
 * A textarea. Browsers tell nobody where its characters are, so an invisible element beside it has the same text in the
 * same font and width.
 * @param room Where that element is kept, in the shadow root of the extension.
 */
export function textareaBox(textarea: HTMLTextAreaElement, room: ShadowRoot): Box {
  const mirror = document.createElement('div');
  const text = document.createTextNode('');
  // An empty last line would have no height.
  mirror.append(text, '\u200b');
  mirror.setAttribute('aria-hidden', 'true');
  mirror.style.cssText = 'position: absolute; left: 0; top: 0; visibility: hidden; pointer-events: none;';
  room.append(mirror);

  function measure(): void {
    const style = getComputedStyle(textarea);
    for (const name of COPIED) mirror.style.setProperty(name, style.getPropertyValue(name));
    mirror.style.boxSizing = 'border-box';
    mirror.style.borderStyle = 'solid';
    mirror.style.borderColor = 'transparent';
    // Without the scroll bar, which takes away from the width of the lines.
    const borders = Number.parseFloat(style.borderLeftWidth) + Number.parseFloat(style.borderRightWidth);
    mirror.style.width = `${textarea.clientWidth + borders}px`;
    if (text.data !== textarea.value) text.data = textarea.value;
  }

  return {
    element: textarea,
    text: () => textarea.value,
    rectsOf([start, end]) {
      measure();
      const origin = mirror.getBoundingClientRect();
      const box = textarea.getBoundingClientRect();
      const range = document.createRange();
      range.setStart(text, Math.min(start, text.length));
      range.setEnd(text, Math.min(end, text.length));
      return [...range.getClientRects()].map(
        ({ left, top, width, height }) =>
          new DOMRect(
            box.left + left - origin.left - textarea.scrollLeft,
            box.top + top - origin.top - textarea.scrollTop,
            width,
            height,
          ),
      );
    },
    put(replacement, [start, end]) {
      textarea.focus({ preventScroll: true });
      textarea.setSelectionRange(start, end);
      if (typeText(replacement)) return;
      textarea.setRangeText(replacement, start, end, 'end');
      textarea.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertReplacementText' }));
    },
    close: () => mirror.remove(),
  };
}
