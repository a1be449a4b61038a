import cardStyles from '../card.css?inline';
import { cardHead, keepKeys } from '../card.ts';
import type { OfferedRewording, TextAnswer, TextConcern } from '../protocol.ts';
import { createHost, element, place } from '../shadow-host.ts';
import { type Box, type Span, visiblePart } from './box.ts';
import styles from './overlay.css?inline';

/** Distance of the button and the card from the edges of the box and the window, in CSS pixels. */
const GAP = 6;

/** A word to underline. */
export interface Mark {
  readonly decision: 'warn' | 'reject';
  readonly span: Span;
}

/** The underlines, the button and the card over the box in which a person writes. */
export interface Overlay {
  readonly host: HTMLElement;
  /** Where a box may keep what it measures with. */
  readonly root: ShadowRoot;
  /**
   * Shows the concerns about the text of a box, or why it was not read.
   * @returns False if there is nothing to show.
   */
  show(box: Box, answer: TextAnswer): boolean;
  /** Draws the underlines and moves the button to where the box is now. */
  draw(box: Box, marks: readonly Mark[]): void;
  /** Opens the card. @param focus Whether it takes the focus, for a person who uses the keyboard. */
  open(focus: boolean): void;
  /** Whether an underlined word is at a point of the window. */
  isMarkedAt(x: number, y: number): boolean;
  /** Closes the card. */
  close(): void;
  hide(): void;
}

/** @param onChoose Called with the rewording that the person has chosen. */
export function createOverlay(onChoose: (rewording: OfferedRewording) => void): Overlay {
  const { host, root } = createHost(styles + cardStyles);
  const layer = element('div', { className: 'layer' });
  const badge = element('button', { type: 'button', className: 'badge', hidden: true });
  const card = element('div', { className: 'card', hidden: true });
  const said = element('div', { className: 'said' });
  card.setAttribute('role', 'dialog');
  said.setAttribute('role', 'status');
  badge.setAttribute('aria-expanded', 'false');
  root.append(layer, badge, card, said);
  // The box keeps the focus, so that a page does not close what the person writes in.
  root.addEventListener('mousedown', (event) => event.preventDefault());
  badge.addEventListener('click', () => (card.hidden ? open(false) : closeCard()));

  let marked: DOMRect[] = [];
  let writing: HTMLElement | undefined;

  function open(focus: boolean): void {
    if (badge.hidden) return;
    card.hidden = false;
    badge.setAttribute('aria-expanded', 'true');
    placeCard();
    if (focus) card.querySelector('button')?.focus();
  }

  function closeCard(): void {
    // Before the card is hidden, so that the focus goes to the box and not to nothing.
    if (root.activeElement) writing?.focus({ preventScroll: true });
    card.hidden = true;
    badge.setAttribute('aria-expanded', 'false');
  }

  keepKeys(root, closeCard);

  /** Below the button, or above it where there is no room. */
  function placeCard(): void {
    const origin = host.getBoundingClientRect();
    const anchor = badge.getBoundingClientRect();
    const { width, height } = card.getBoundingClientRect();
    const left = Math.max(GAP, Math.min(anchor.right - width, innerWidth - width - GAP));
    const below = anchor.bottom + GAP;
    const top = below + height > innerHeight ? Math.max(GAP, anchor.top - GAP - height) : below;
    place(card, left - origin.left, top - origin.top);
  }

  function fill({ title, close, unread, concerns }: TextAnswer): void {
    card.setAttribute('aria-label', title);
    card.replaceChildren(
      cardHead(title, close, closeCard),
      ...(unread === undefined ? [] : [element('p', { className: 'reason' }, unread)]),
      ...concerns.map((concern) => concernItem(concern, choose)),
    );
  }

  function choose(rewording: OfferedRewording): void {
    closeCard();
    onChoose(rewording);
  }

  return {
    host,
    root,
    open,
    show(box, answer) {
      const { language, theme, open: name, concerns, unread } = answer;
      writing = box.element;
      host.lang = language;
      // The styles of the host keep its language from fonts and from the breaking of lines inside.
      card.lang = language;
      host.dataset.theme = theme;
      // In the top layer nothing outside of the dialog can be pressed.
      const room = box.element.closest('dialog, [popover], :fullscreen') ?? document.documentElement;
      if (host.parentNode !== room) room.append(host);
      if (concerns.length === 0 && unread === undefined) {
        hide();
        return false;
      }
      fill(answer);
      const isGrave = concerns.some(({ decision }) => decision === 'reject');
      badge.className = isGrave ? 'badge badge--reject' : 'badge';
      badge.textContent = unread === undefined ? String(concerns.length) : '?';
      badge.title = name;
      badge.setAttribute('aria-label', name);
      badge.hidden = false;
      if (said.textContent !== name) said.textContent = name;
      if (!card.hidden) placeCard();
      return true;
    },
    draw(box, marks) {
      const origin = host.getBoundingClientRect();
      const visible = visiblePart(box.element);
      layer.style.width = `${visible.width}px`;
      layer.style.height = `${visible.height}px`;
      place(layer, visible.left - origin.left, visible.top - origin.top);
      marked = [];
      const bars = marks.flatMap(({ decision, span }) =>
        box.rectsOf(span).map((rect) => {
          marked.push(rect);
          const bar = element('div', { className: decision === 'reject' ? 'bar bar--reject' : 'bar' });
          bar.style.width = `${rect.width}px`;
          place(bar, rect.left - visible.left, rect.bottom - visible.top - 1);
          return bar;
        }),
      );
      layer.replaceChildren(...bars);
      const size = badge.getBoundingClientRect();
      place(
        badge,
        visible.right - size.width - GAP - origin.left,
        visible.bottom - size.height / 2 - origin.top,
      );
      badge.style.visibility = visible.height === 0 ? 'hidden' : '';
      if (!card.hidden) placeCard();
    },
    isMarkedAt: (x, y) =>
      marked.some(({ left, right, top, bottom }) => x >= left && x <= right && y >= top && y <= bottom + 2),
    close: closeCard,
    hide,
  };

  function hide(): void {
    closeCard();
    badge.hidden = true;
    said.textContent = '';
    layer.replaceChildren();
    marked = [];
  }
}

function concernItem(
  { decision, effect, reason, rewordings }: TextConcern,
  choose: (rewording: OfferedRewording) => void,
): HTMLElement {
  const buttons = rewordings.map((rewording) => {
    const button = element('button', { type: 'button', className: 'button' }, rewording.label);
    button.addEventListener('click', () => choose(rewording));
    return button;
  });
  return element(
    'section',
    { className: decision === 'reject' ? 'concern concern--reject' : 'concern' },
    element('p', { className: 'effect' }, effect),
    element('p', { className: 'reason' }, reason),
    ...(buttons.length > 0 ? [element('div', { className: 'words' }, ...buttons)] : []),
  );
}
