import { marksIn } from '../../screen/prompt/concerns.ts';
import type { OfferedRewording, TextAnswer } from '../protocol.ts';
import type { Box } from './box.ts';
import type { Overlay } from './overlay.ts';

/** Pause in typing before the text is read, in milliseconds: the same as on the screen. */
const PAUSE_MS = 300;

/** Reads a text; `undefined` when the site has it turned off. */
export type ReadText = (text: string) => Promise<TextAnswer | undefined>;

/** The box in which the person writes at the moment. */
export interface Reading {
  readonly box: Box;
  /** Reads the text now, and after each pause in typing. */
  start(): void;
  apply(rewording: OfferedRewording): void;
  stop(): void;
}

/**
 * Reads a box while it has the focus, and keeps the underlines where its words are.
 * @param onOff Called when the site has it turned off, or the extension is gone.
 */
export function readBox(box: Box, overlay: Overlay, readText: ReadText, onOff: () => void): Reading {
  const { element } = box;
  const stopped = new AbortController();
  const { signal } = stopped;
  let pause: ReturnType<typeof setTimeout> | undefined;
  /** The last text that was read, if there is something to show about it. */
  let read: { readonly text: string; readonly answer: TextAnswer } | undefined;
  let asked = '';
  let frame = 0;
  let drawn = '';

  async function ask(): Promise<void> {
    const text = box.text();
    if (text === asked) return;
    asked = text;
    if (text.trim() === '') return forget();
    const answer = await readText(text).catch(() => undefined);
    // The person may have gone on writing; the next answer is on its way.
    if (signal.aborted || text !== asked) return;
    if (!answer) return onOff();
    read = overlay.show(box, answer) ? { text, answer } : undefined;
    drawn = '';
    follow();
  }

  function forget(): void {
    read = undefined;
    overlay.hide();
  }

  /** Draws anew whenever the box or its text has moved: pages move boxes in more ways than they announce. */
  function follow(): void {
    cancelAnimationFrame(frame);
    if (signal.aborted || !read) return;
    if (!element.isConnected) {
      forget();
      return;
    }
    const text = box.text();
    const { left, top, width, height } = element.getBoundingClientRect();
    const place = [left, top, width, height, element.scrollLeft, element.scrollTop, innerWidth, innerHeight];
    const now = `${place.join()} ${text}`;
    if (now !== drawn) {
      drawn = now;
      overlay.draw(box, marksIn(text, read.text, read.answer.concerns));
    }
    frame = requestAnimationFrame(follow);
  }

  element.addEventListener(
    'input',
    (event) => {
      clearTimeout(pause);
      // While an input method composes, the text is not yet what the person means.
      if (event instanceof InputEvent && event.isComposing) return;
      pause = setTimeout(() => void ask(), PAUSE_MS);
    },
    { signal },
  );
  element.addEventListener('compositionend', () => void ask(), { signal });
  element.addEventListener(
    'click',
    (event) => {
      if (event.isTrusted && overlay.isMarkedAt(event.clientX, event.clientY)) overlay.open(false);
    },
    { signal },
  );
  element.addEventListener(
    'keydown',
    (event) => {
      if (event.key === 'Escape') overlay.close();
      const isOpening = event.key === '.' && (event.ctrlKey || event.metaKey) && event.isTrusted;
      if (!isOpening || event.defaultPrevented || !read) return;
      event.preventDefault();
      overlay.open(true);
    },
    { signal },
  );

  return {
    box,
    start: () => void ask(),
    apply({ span, text }) {
      // The offsets are those of the text that was read.
      if (read && box.text() === read.text) box.put(text, span);
      void ask();
    },
    stop() {
      stopped.abort();
      clearTimeout(pause);
      cancelAnimationFrame(frame);
      overlay.hide();
      box.close();
    },
  };
}
