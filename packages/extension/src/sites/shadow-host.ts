import tokens from '../screen/styles/tokens.css?inline';

const ROOT_FONT_PX = 16;

/** An element of the extension in a page, with a closed shadow root that neither styles nor scripts of the page reach. */
export interface ShadowHost {
  readonly host: HTMLElement;
  readonly root: ShadowRoot;
}

/**
 * Creates a host without size at the corner of the window. It is not in the page yet.
 * @param css Styles inside of its shadow root, in which the screen's colours and sizes are known.
 */
export function createHost(css: string): ShadowHost {
  const host = document.createElement('div');
  host.style.cssText =
    'all: initial !important; position: fixed !important; left: 0 !important; top: 0 !important; ' +
    'width: 0 !important; height: 0 !important; z-index: 2147483647 !important;';
  const root = host.attachShadow({ mode: 'closed' });
  addStyles(root, forShadow(tokens) + css);
  return { host, root };
}

/** Styles of the document for a shadow root: on its host, and in pixels, because a page may change the size of `rem`. */
export function forShadow(css: string): string {
  return (
    css
      .replaceAll(/:root(\[[^\]]*\])?/g, (_, attribute: string | undefined) =>
        attribute ? `:host(${attribute})` : ':host',
      )
      // The host's own `all: initial` would win, and the colours of a dark page would stay light.
      .replaceAll(/color-scheme:[^;}]+/g, '$& !important')
      .replaceAll(/([\d.]+)rem\b/g, (_, size: string) => `${Number(size) * ROOT_FONT_PX}px`)
  );
}

function addStyles(root: ShadowRoot, css: string): void {
  // Not a `<style>` element, which the content security policy of a page may refuse.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  try {
    root.adoptedStyleSheets = [sheet];
  } catch {
    // Firefox's content scripts cannot adopt style sheets; it lets them add the element in every page.
    const style = document.createElement('style');
    style.textContent = css;
    root.append(style);
  }
}

/** Creates an element with properties and children. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** Moves an absolutely positioned element. */
export function place(element: HTMLElement, left: number, top: number): void {
  element.style.left = `${left}px`;
  element.style.top = `${top}px`;
}
