import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import type { Run } from '../../state/run.ts';
import { useLoaded } from '../use-loaded.ts';
import { createReveals } from './reveals.ts';
import { type Place, ViewProvider, viewedOf } from './view.ts';

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
    <ViewProvider value={view}>
      {props.children}
      {loaded && shown.value && (
        <loaded.Lightbox viewed={viewedOf(runs)} place={shown.value} {...(actions && { actions })} />
      )}
    </ViewProvider>
  );
}
