import cardStyles from '../card.css?inline';
import { cardHead, keepKeys } from '../card.ts';
import type { CoveredAnswer } from '../protocol.ts';
import { createHost, element, place } from '../shadow-host.ts';
import { siteTexts } from '../text/index.ts';
import type { Picture } from './keeper.ts';
import styles from './notice.css?inline';

/** Distance of the card from the edges of the window, in CSS pixels. */
const GAP = 8;

/** The ways to go on from a covered picture. */
export interface PictureActions {
  reveal(picture: Picture): void;
  again(): void;
  /** Opens the side panel, where access to other hosts is given. */
  allow(): void;
  /** Goes to the next covered picture. */
  next(): void;
}

/** Says why pictures are covered: a button in the corner of the window with their number, and a card for each. */
export interface Notice {
  readonly host: HTMLElement;
  /** Shows how many pictures are covered, and closes the card of one that no longer is. */
  count(pictures: readonly Picture[]): void;
  /** Opens the card of a picture. @param focus Whether it takes the focus, for a person who uses the keyboard. */
  open(picture: Picture, focus: boolean): void;
  close(): void;
}

export function createNotice(actions: PictureActions): Notice {
  const { host, root } = createHost(styles + cardStyles);
  const pill = element('button', { type: 'button', className: 'pill', hidden: true });
  const card = element('div', { className: 'card', hidden: true });
  card.setAttribute('role', 'dialog');
  root.append(pill, card);
  pill.addEventListener('click', () => actions.next());
  keepKeys(root, close);

  let shown: Picture | undefined;

  function close(): void {
    shown = undefined;
    // Before the card is hidden, so that the focus does not go to nothing.
    if (root.activeElement && !pill.hidden) pill.focus({ preventScroll: true });
    card.hidden = true;
  }

  function show({ language, theme }: CoveredAnswer): void {
    host.lang = language;
    // The styles of the host keep its language from fonts and from the breaking of lines inside.
    pill.lang = language;
    card.lang = language;
    host.dataset.theme = theme;
    if (!host.isConnected) document.documentElement.append(host);
  }

  function button(label: string, action: () => void): HTMLElement {
    const made = element('button', { type: 'button', className: 'button' }, label);
    made.addEventListener('click', () => {
      close();
      action();
    });
    return made;
  }

  return {
    host,
    close,
    count(pictures) {
      // There is nothing left to say about a picture that was uncovered meanwhile.
      if (shown && !pictures.includes(shown)) close();
      const answer = coveredAnswerOf(pictures[0]);
      pill.hidden = !answer;
      if (!answer) return;
      show(answer);
      const { picture: t } = siteTexts[answer.language];
      pill.textContent = t.covered(pictures.length);
      pill.setAttribute('aria-label', t.next(pictures.length));
      pill.title = t.next(pictures.length);
    },
    open(picture, focus) {
      const answer = coveredAnswerOf(picture);
      if (!answer) return;
      shown = picture;
      show(answer);
      const { picture: t } = siteTexts[answer.language];
      card.setAttribute('aria-label', t.title);
      card.replaceChildren(
        cardHead(t.states[answer.state], t.close, close),
        ...answer.reasons.map((reason) => element('p', { className: 'reason' }, reason)),
        element(
          'div',
          { className: 'actions' },
          ...(answer.revealable ? [button(t.reveal, () => actions.reveal(picture))] : []),
          ...(answer.help === 'again' ? [button(t.again, actions.again)] : []),
          ...(answer.help === 'allow' ? [button(t.allow, actions.allow)] : []),
        ),
      );
      card.hidden = false;
      const origin = host.getBoundingClientRect();
      const frame = picture.element.getBoundingClientRect();
      const { width, height } = card.getBoundingClientRect();
      place(
        card,
        Math.max(GAP, Math.min(frame.left + GAP, innerWidth - width - GAP)) - origin.left,
        Math.max(GAP, Math.min(frame.top + GAP, innerHeight - height - GAP)) - origin.top,
      );
      if (focus) card.querySelector('button')?.focus({ preventScroll: true });
    },
  };
}

function coveredAnswerOf(picture: Picture | undefined): CoveredAnswer | undefined {
  return picture?.answer && picture.answer.state !== 'clear' ? picture.answer : undefined;
}
