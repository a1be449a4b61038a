import { ask, onSitesChanged } from '../background.ts';
import { MOST_CHARACTERS } from '../protocol.ts';
import { writtenIn } from './box.ts';
import { editableBox } from './editable-box.ts';
import { createOverlay } from './overlay.ts';
import { type Reading, readBox } from './reading.ts';
import { textareaBox } from './textarea-box.ts';

const readText = (text: string) =>
  ask(text.length > MOST_CHARACTERS ? { type: 'long-text' } : { type: 'read-text', text });

declare global {
  /** Set while this script runs in a page, in which the background may start it again. */
  var shojiReadsTextBoxes: boolean | undefined;
}

if (!globalThis.shojiReadsTextBoxes) run();

/** Underlines in the box that has the focus, in the pages of a site where the person has turned it on. */
function run(): void {
  globalThis.shojiReadsTextBoxes = true;
  const ended = new AbortController();
  const { signal } = ended;
  const overlay = createOverlay((rewording) => current?.apply(rewording));
  let current: Reading | undefined;

  const stop = () => {
    current?.stop();
    current = undefined;
  };
  const end = () => {
    ended.abort();
    stop();
    stopHearing();
    overlay.host.remove();
    globalThis.shojiReadsTextBoxes = undefined;
  };
  const write = (target: EventTarget | null | undefined) => {
    const element = writtenIn(target);
    if (!element || element === current?.box.element) return;
    stop();
    const box =
      element instanceof HTMLTextAreaElement ? textareaBox(element, overlay.root) : editableBox(element);
    current = readBox(box, overlay, readText, end);
    current.start();
  };

  const stopHearing = onSitesChanged(() => {
    ask({ type: 'site-features' }).then(
      (features) => {
        if (!features?.textBoxes) end();
      },
      () => end(),
    );
  });
  // The first target of the path is inside of the page's own shadow roots.
  addEventListener('focusin', (event) => write(event.composedPath()[0]), { signal, capture: true });
  addEventListener(
    'focusout',
    ({ relatedTarget }) => {
      // The focus may go to the button or the card of the overlay, and back.
      if (relatedTarget !== overlay.host && relatedTarget !== current?.box.element) stop();
    },
    { signal, capture: true },
  );
  write(document.activeElement);
}
