import type { Signal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Run, Slot } from '../../state/run.ts';
import type { Reveals } from './reveals.ts';

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
export const ViewProvider = Context.Provider;

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
