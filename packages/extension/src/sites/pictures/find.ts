/**
 * Pictures with both sides below this are not covered, in CSS pixels: icons, avatars and spacers. In fewer pixels a
 * photograph can hardly be made out, and a page often has hundreds of them.
 */
export const SMALLEST_SIDE = 64;

/** An element that shows a picture. */
export type Framed = HTMLElement | SVGElement;

/** Elements that show a picture by what they are; any other one may have a background. */
const PICTURES = 'img, input[type="image" i], svg image';

/** Whether an element shows a picture by what it is. */
export function isPicture(element: Element): element is Framed {
  return element.matches(PICTURES);
}

/** An element and those in it. */
export function withDescendants(node: Node): readonly Element[] {
  if (!(node instanceof Element || node instanceof DocumentFragment)) return [];
  const inside = [...node.querySelectorAll('*')];
  return node instanceof Element ? [node, ...inside] : inside;
}

/** The address of the picture that an element shows; none before the browser has chosen one. */
export function shownIn(element: Framed): string[] {
  if (element instanceof HTMLImageElement) return element.currentSrc === '' ? [] : [element.currentSrc];
  if (element instanceof HTMLInputElement) return element.src === '' ? [] : [element.src];
  if (element instanceof SVGImageElement) {
    const url = URL.parse(element.href.baseVal, document.baseURI);
    return element.href.baseVal === '' || !url ? [] : [url.href];
  }
  return [];
}

/** Addresses of the backgrounds of an element as the page wants them. */
export function backgroundsOf(element: Framed): string[] {
  const inline = urlsIn(element.style.backgroundImage);
  return inline.length > 0 ? inline : urlsIn(getComputedStyle(element).backgroundImage);
}

/** The addresses in a value of `background-image`. */
export function urlsIn(value: string): string[] {
  return [...value.matchAll(/url\(\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^)\s]*))\s*\)/g)].flatMap(
    ([, double, single, bare]) => {
      const written = (double ?? single ?? bare ?? '').replaceAll(
        /\\(.)/g,
        (_, character: string) => character,
      );
      const url = written === '' ? null : URL.parse(written, document.baseURI);
      return url ? [url.href] : [];
    },
  );
}

/** Whether a frame is too small to be covered; `undefined` while it has no size. */
export function isSmall({
  width,
  height,
}: {
  readonly width: number;
  readonly height: number;
}): boolean | undefined {
  if (width === 0 || height === 0) return undefined;
  return width < SMALLEST_SIDE && height < SMALLEST_SIDE;
}
