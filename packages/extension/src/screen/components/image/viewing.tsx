import { type Signal, useSignal } from '@preact/signals';
import { type ComponentChildren, createContext } from 'preact';
import { useContext, useEffect, useMemo } from 'preact/hooks';
import type { Run, Slot } from '../../state/run.ts';
import { useLoaded } from '../use-loaded.ts';
import { createReveals, type Reveals } from './reveals.ts';

/** A place of a run; without an index, the run itself, whose prompt was refused. */
export interface Place {
  /** The number of the run. */
  readonly run: number;
  readonly index: number | undefined;
}

/** Something that the lightbox can show. */
export type Viewed =
  | { readonly run: Run; readonly index: number; readonly slot: Slot }
  | { readonly run: Run; readonly index: undefined };

interface View {
  readonly reveals: Reveals;
  /** The place that the lightbox shows; `undefined` while it is closed. */
  readonly shown: Signal<Place | undefined>;
}

const Context = createContext<View | undefined>(undefined);

/** The lightbox of the pictures around, and which of them are revealed. @throws outside of `<Viewing>` */
export function useView(): View {
  const view = useContext(Context);
  if (!view) throw new Error('useView() outside of <Viewing>');
  return view;
}

/** Every place of runs that may be shown, in the order of the screen. */
export function viewedOf(runs: readonly Run[]): Viewed[] {
  return runs.flatMap((run): Viewed[] =>
    run.phase === 'refused'
      ? [{ run, index: undefined }]
      : run.slots.flatMap((slot, index) =>
          slot.status === 'screened' || slot.status === 'lost' ? [{ run, index, slot }] : [],
        ),
  );
}

/**
 * Pictures with one lightbox. Its code is loaded when it is opened first. Revealed pictures end with this element.
 * @param actions More buttons for a run in the lightbox.
 * @param covering Whether closing the lightbox hides revealed pictures.
 */
export function Viewing(props: {
  runs: readonly Run[];
  actions?: (run: Run, close: () => void) => ComponentChildren;
  covering?: boolean;
  children: ComponentChildren;
}) {
  const { runs, actions, covering } = props;
  const reveals = useMemo(createReveals, []);
  const shown = useSignal<Place | undefined>(undefined);
  const open = shown.value !== undefined;
  const loaded = useLoaded(() => import('../lightbox/lightbox.tsx'), open);
  useEffect(() => {
    if (covering && !open) reveals.hideAll();
  }, [open, covering, reveals]);
  const view = useMemo(() => ({ reveals, shown }), [reveals, shown]);
  return (
    <Context.Provider value={view}>
      {props.children}
      {loaded && shown.value && (
        <loaded.Lightbox viewed={viewedOf(runs)} place={shown.value} {...(actions && { actions })} />
      )}
    </Context.Provider>
  );
}
