import type { PictureAnswer } from '../protocol.ts';
import { backgroundsOf, type Framed, isPicture, isSmall, shownIn, withDescendants } from './find.ts';

/** Marks an element; the style sheet covers what has another mark, or none. */
const MARK = 'data-shoji-picture';
/** Attributes that a page changes to show another picture in the same element. */
const CHANGES = ['src', 'srcset', 'sizes', 'media', 'href', 'xlink:href', 'style', 'class', MARK];
/** Pictures are judged this far outside of the window, so that most are before they are scrolled to. */
const MARGIN = '50%';

/** A picture of the page. */
export interface Picture {
  readonly element: Framed;
  /** Addresses of its backgrounds; none for an element that shows a picture by what it is. */
  backgrounds: readonly string[];
  /** Its verdict; `undefined` until it is judged. */
  answer: PictureAnswer | undefined;
  /** The addresses that the answer is about. */
  urls: readonly string[];
  small: boolean;
  near: boolean;
  /** The person has uncovered it. */
  revealed: boolean;
}

const UNKNOWN = { answer: undefined, urls: [], small: false, near: false, revealed: false };

/** Judges the picture at an address. */
export type Judge = (url: string) => Promise<PictureAnswer>;

/** The pictures of a page and how they are covered. */
export interface Keeper {
  /** The covered picture at a point of the window. */
  at(x: number, y: number): Picture | undefined;
  /** Covered pictures that have an answer, in the order of the page. */
  covered(): Picture[];
  reveal(picture: Picture): void;
  /** Judges again the pictures that have no verdict yet. */
  again(): void;
  /** Ends it and uncovers everything. */
  stop(): void;
}

/**
 * Keeps the pictures of a document covered until they are judged, also those that are inserted, loaded or exchanged
 * later. Start it before the document is parsed.
 * @param onChange Called when another picture has an answer.
 */
export function keepPictures(judge: Judge, onChange: () => void): Keeper {
  const pictures = new Map<Element, Picture>();
  const stopped = new AbortController();
  const { signal } = stopped;

  const sizes = new ResizeObserver((entries) => {
    for (const { target } of entries) weigh(target);
  });
  const distances = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const picture = pictures.get(target);
        if (!picture) continue;
        picture.near = isIntersecting;
        if (isIntersecting) void consider(picture);
      }
    },
    { rootMargin: MARGIN },
  );
  const changes = new MutationObserver((records) => {
    for (const { type, target, attributeName, addedNodes, removedNodes } of records) {
      if (type === 'attributes' && target instanceof Element) changed(target, attributeName ?? '');
      for (const node of addedNodes) for (const element of withDescendants(node)) look(element);
      for (const node of removedNodes) for (const element of withDescendants(node)) forget(element);
    }
  });
  changes.observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: CHANGES });
  // The picture that the browser has chosen is known when it is loaded.
  document.addEventListener('load', ({ target }) => loaded(target), { capture: true, signal });
  addEventListener('load', lookAgain, { signal });
  document.addEventListener('DOMContentLoaded', lookAgain, { signal });
  for (const element of withDescendants(document.documentElement)) look(element);

  /** Backgrounds may come with a style sheet that was loaded later. */
  function lookAgain(): void {
    for (const element of withDescendants(document.documentElement)) look(element);
  }

  /** Takes note of an element that shows a picture. */
  function look(element: Element): void {
    const known = pictures.get(element);
    if (known && !isPicture(element)) changed(element, 'style');
    if (known || !element.isConnected) return;
    if (!(element instanceof HTMLElement || element instanceof SVGElement)) return;
    const backgrounds = isPicture(element) ? [] : backgroundsOf(element);
    if (!isPicture(element) && backgrounds.length === 0) return;
    const picture = { element, backgrounds, ...UNKNOWN };
    pictures.set(element, picture);
    mark(picture);
    sizes.observe(element);
    distances.observe(element);
  }

  function forget(element: Element): void {
    if (element.isConnected || !pictures.delete(element)) return;
    sizes.unobserve(element);
    distances.unobserve(element);
  }

  function changed(element: Element, attribute: string): void {
    const picture = pictures.get(element);
    if (picture && attribute === MARK) {
      mark(picture);
      return;
    }
    if (!picture) {
      if (element instanceof HTMLSourceElement && element.parentElement instanceof HTMLPictureElement) {
        for (const child of element.parentElement.children)
          if (child instanceof HTMLImageElement) changed(child, attribute);
      } else look(element);
      return;
    }
    if (!isPicture(element)) {
      // The style sheet of the cover hides backgrounds also from this script. Nothing is drawn in between.
      element.removeAttribute(MARK);
      picture.backgrounds = backgroundsOf(picture.element);
    }
    // Covered at once, before another picture can be drawn.
    if (isOther(picture, addressesOf(picture))) cover(picture);
    mark(picture);
    // The browser chooses a picture only after this.
    queueMicrotask(() => void consider(picture));
  }

  function loaded(target: EventTarget | null): void {
    if (target instanceof HTMLLinkElement || target instanceof HTMLStyleElement) lookAgain();
    const picture = target instanceof Element ? pictures.get(target) : undefined;
    if (!picture) return;
    weigh(picture.element);
    void consider(picture);
  }

  /** Notes the size of its frame: what is small is shown, and covered again when it grows. */
  function weigh(element: Element): void {
    const picture = pictures.get(element);
    if (!picture) return;
    const small = isSmall(element.getBoundingClientRect());
    if (small === undefined || small === picture.small) return;
    picture.small = small;
    mark(picture);
    void consider(picture);
  }

  function cover(picture: Picture): void {
    picture.answer = undefined;
    picture.urls = [];
    picture.revealed = false;
  }

  async function consider(picture: Picture): Promise<void> {
    if (picture.small || !picture.near || signal.aborted) return;
    const urls = addressesOf(picture);
    if (urls.length === 0 || (picture.answer !== undefined && !isOther(picture, urls))) return;
    if (isOther(picture, urls)) cover(picture);
    else if (picture.urls.length > 0) return;
    picture.urls = urls;
    mark(picture);
    const answers = await Promise.all(urls.map(judge));
    // The page may have put another picture there since.
    if (picture.urls !== urls || signal.aborted) return;
    picture.answer = answers.find(({ state }) => state !== 'clear') ?? { state: 'clear' };
    mark(picture);
    onChange();
  }

  /** Writes the mark that the picture has earned; whatever the page has written there is overwritten. */
  function mark({ element, answer, small, revealed }: Picture): void {
    const earned = small || revealed || answer?.state === 'clear' ? 'shown' : (answer?.state ?? 'waiting');
    if (element.getAttribute(MARK) !== earned) element.setAttribute(MARK, earned);
  }

  const isCovered = (picture: Picture | undefined): picture is Picture =>
    picture !== undefined && !picture.small && !picture.revealed && picture.answer?.state !== 'clear';

  return {
    at: (x, y) =>
      document
        .elementsFromPoint(x, y)
        .map((element) => pictures.get(element))
        .find(isCovered),
    covered: () =>
      [...pictures.values()]
        .filter((picture) => isCovered(picture) && picture.answer !== undefined)
        .sort((a, b) =>
          a.element.compareDocumentPosition(b.element) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1,
        ),
    reveal(picture) {
      picture.revealed = true;
      mark(picture);
      onChange();
    },
    again() {
      for (const picture of pictures.values()) {
        if (picture.answer?.state !== 'unchecked') continue;
        cover(picture);
        mark(picture);
        void consider(picture);
      }
    },
    stop() {
      stopped.abort();
      changes.disconnect();
      sizes.disconnect();
      distances.disconnect();
      for (const element of pictures.keys()) element.removeAttribute(MARK);
    },
  };
}

/** Addresses of a picture; none before the browser has chosen or loaded it. */
function addressesOf({ element, backgrounds }: Picture): readonly string[] {
  return isPicture(element) ? shownIn(element) : backgrounds;
}

function isOther({ urls }: Picture, now: readonly string[]): boolean {
  return urls.length > 0 && urls.join('\n') !== now.join('\n');
}
