import { ScreenView } from '../screen/components/screen-view.tsx';
import type { Screen } from '../screen/state/screen.ts';
import { SurfaceActions } from '../surface/actions.tsx';
import { needsSetup, Setup } from '../surface/setup.tsx';

/** Quick entry beside the toolbar button. @param windowId The window it was opened in, where the browser says which. */
export function Popup({ screen, windowId }: { screen: Screen; windowId: number | undefined }) {
  return (
    <ScreenView
      screen={screen}
      compact
      actions={<SurfaceActions {...(windowId !== undefined && { panel: { windowId } })} />}
      notice={needsSetup() && <Setup />}
    />
  );
}

/** How wide a popup wants to be, in CSS pixels. */
const WIDTH = 400;

/**
 * The width to give the document.
 * @param room Width of the window in CSS pixels, where the browser says it.
 * @param inTab Whether the popup is a whole tab, as on a phone.
 */
export function widthOf(room: number | undefined, inTab: boolean): string {
  return inTab ? 'auto' : `${Math.min(WIDTH, room ?? WIDTH)}px`;
}
