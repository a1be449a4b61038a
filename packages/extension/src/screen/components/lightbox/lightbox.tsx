import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Run } from '../../state/run.ts';
import { useScreen } from '../context.ts';
import { BackIcon, CloseIcon, CompareIcon, NextIcon } from '../icons.tsx';
import { verdictOf } from '../image/verdict.ts';
import { type Place, useView, type Viewed } from '../image/view.ts';
import { Details } from './details.tsx';
import './lightbox.css';
import { Pane } from './pane.tsx';

interface LightboxProps {
  readonly viewed: readonly Viewed[];
  /** The place that is shown. The lightbox closes when it is not among `viewed` any more. */
  readonly place: Place;
  readonly actions?: (run: Run, close: () => void) => ComponentChildren;
}

const isAt = (place: Place | undefined) => (each: Viewed) =>
  each.run.number === place?.run && each.index === place.index;

/** One picture large, with its whole reason and its actions. Arrow keys move, Escape closes, the focus returns. */
export function Lightbox({ viewed, place, actions }: LightboxProps) {
  const { t } = useScreen();
  const { shown } = useView();
  const own = useRef<HTMLDialogElement>(null);
  /** The picture that others are compared with. */
  const held = useSignal<Place | undefined>(undefined);
  const at = viewed.findIndex(isAt(place));
  const current = viewed[at];
  const other = viewed.find(isAt(held.value));
  useLayoutEffect(() => own.current?.showModal(), []);
  useLayoutEffect(() => {
    if (!current) own.current?.close();
  }, [current]);
  const close = () => own.current?.close();
  const move = (by: number) => {
    const next = viewed[(at + by + viewed.length) % viewed.length];
    if (next) shown.value = { run: next.run.number, index: next.index };
  };
  const compare = () => {
    held.value = held.value ? undefined : place;
    // Another picture than the one that is held.
    if (held.value) move(1);
  };
  return (
    <dialog
      ref={own}
      class={other ? 'lightbox lightbox--two' : 'lightbox'}
      aria-label={t.lightbox.title}
      onClose={() => {
        shown.value = undefined;
      }}
      onKeyDown={(event) => {
        const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
        if (by === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        move(by);
      }}
    >
      {current && (
        <>
          <header class="lightbox__head">
            <p class="lightbox__at">{t.lightbox.at(at + 1, viewed.length)}</p>
            <Announcement viewed={current} />
            {viewed.length > 1 && (
              <button
                type="button"
                class="button"
                aria-pressed={other !== undefined}
                title={t.lightbox.compareHint}
                onClick={compare}
              >
                <CompareIcon />
                {t.lightbox.compare}
              </button>
            )}
            <button
              type="button"
              class="button button--icon"
              // The first focus of a dialog goes here.
              autofocus
              aria-label={t.lightbox.close}
              title={t.lightbox.close}
              onClick={close}
            >
              <CloseIcon />
            </button>
          </header>
          <div class="lightbox__stage">
            {viewed.length > 1 && (
              <button
                type="button"
                class="button button--icon lightbox__step"
                aria-label={t.lightbox.previous}
                title={t.lightbox.previous}
                onClick={() => move(-1)}
              >
                <BackIcon />
              </button>
            )}
            <div class="lightbox__panes">
              {other && <Pane key="held" viewed={other} captioned />}
              <Pane key="current" viewed={current} captioned={other !== undefined} />
            </div>
            {viewed.length > 1 && (
              <button
                type="button"
                class="button button--icon lightbox__step"
                aria-label={t.lightbox.next}
                title={t.lightbox.next}
                onClick={() => move(1)}
              >
                <NextIcon />
              </button>
            )}
          </div>
          <Details viewed={current} close={close}>
            {actions?.(current.run, close)}
          </Details>
        </>
      )}
    </dialog>
  );
}

/** Tells a screen reader which picture is shown now, and how it was judged. */
function Announcement({ viewed }: { viewed: Viewed }) {
  const { screen, t } = useScreen();
  const { run, index } = viewed;
  const verdict =
    index === undefined ? undefined : verdictOf(t, run, viewed.slot, index, screen.policy.value);
  const said =
    index === undefined
      ? [t.status.refused]
      : [t.image.name(index + 1), verdict?.label ?? '', verdict?.about ?? ''].filter(Boolean);
  return (
    <p class="unseen" role="status">
      {said.join(t.lightbox.comma)}
    </p>
  );
}
