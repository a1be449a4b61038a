import { element } from './shadow-host.ts';

/** The head of a card: its title, and a button that closes it. */
export function cardHead(title: string, close: string, onClose: () => void): HTMLElement {
  const closing = element('button', { type: 'button', className: 'button button--close' }, '×');
  closing.setAttribute('aria-label', close);
  closing.addEventListener('click', onClose);
  return element('div', { className: 'head' }, element('h2', { className: 'title' }, title), closing);
}

/** Keeps the keys that are pressed in a shadow root from the page. */
export function keepKeys(root: ShadowRoot, onEscape: () => void): void {
  root.addEventListener('keydown', (event) => {
    event.stopPropagation();
    if (event instanceof KeyboardEvent && event.key === 'Escape') onEscape();
  });
}
