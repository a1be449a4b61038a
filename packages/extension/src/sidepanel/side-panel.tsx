import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { createSurroundings, Surround, useScreen } from '../screen/components/context.ts';
import { Segmented } from '../screen/components/controls.tsx';
import { Header } from '../screen/components/header.tsx';
import { Workbench } from '../screen/components/screen-view.tsx';
import { ShojiDrawing } from '../screen/components/shoji-drawing.tsx';
import type { Screen } from '../screen/state/screen.ts';
import { offered } from '../storage/values.ts';
import { SurfaceActions } from '../surface/actions.tsx';
import { needsSetup, Setup } from '../surface/setup.tsx';
import { ShownSite } from '../surface/shown-site.tsx';
import { useSurfaceTexts } from '../surface/text/index.ts';
import { CheckedImage } from './checked-image.tsx';
import { History } from './history.tsx';

/** The side panel: the screen with recent runs, the history, and the verdict on a checked image. */
export function SidePanel({ screen }: { screen: Screen }) {
  const surroundings = useMemo(() => createSurroundings(screen), [screen]);
  return (
    <Surround value={surroundings}>
      <div class="screen screen--panel">
        <Header actions={<SurfaceActions />} />
        <main class="main">
          <ShownSite />
          <CheckedImage />
          <Views />
        </main>
      </div>
    </Surround>
  );
}

function Views() {
  const surroundings = useScreen();
  const { tabs } = useSurfaceTexts();
  const view = useSignal<'create' | 'history'>('create');
  const create = () => {
    view.value = 'create';
    surroundings.focusPrompt();
  };
  useEffect(() => offered.watch((offer) => offer !== undefined && create()), []);
  return (
    <>
      <Segmented
        legend={tabs.label}
        legendHidden
        choices={[
          { value: 'create', label: tabs.create },
          { value: 'history', label: tabs.history },
        ]}
        value={view.value}
        onChange={(value) => {
          view.value = value;
        }}
      />
      {view.value === 'create' ? (
        <Workbench compact notice={needsSetup() && <Setup />} drawing={<ShojiDrawing />} />
      ) : (
        // Its pictures fill in the form, which is in the other view.
        <Surround value={{ ...surroundings, focusPrompt: create }}>
          <History onUse={create} />
        </Surround>
      )}
    </>
  );
}
