import type { ComponentChildren } from 'preact';
import { ScreenView } from '../screen/components/screen-view.tsx';
import type { Screen } from '../screen/state/screen.ts';
import { SurfaceActions } from '../surface/actions.tsx';
import { Connected } from '../surface/connected.tsx';
import { needsSetup, Setup } from '../surface/setup.tsx';

/**
 * The popup of the toolbar button.
 * @param windowId Its browser window, if the browser reports it.
 * @param chooser In place of the field for a file, where a file dialog would close the popup.
 */
export function Popup(props: { screen: Screen; windowId: number | undefined; chooser?: ComponentChildren }) {
  const { screen, windowId, chooser } = props;
  return (
    <ScreenView
      screen={screen}
      compact
      actions={<SurfaceActions {...(windowId !== undefined && { panel: { windowId } })} />}
      notice={needsSetup() && <Setup />}
      news={<Connected />}
      chooser={chooser}
    />
  );
}

/** Preferred width of the popup, in CSS pixels. */
const WIDTH = 400;

/**
 * The CSS width of the popup's document.
 * @param room Width of the browser window in CSS pixels, if the browser reports it.
 * @param inTab Whether the popup fills a tab, as on a phone.
 */
export function widthOf(room: number | undefined, inTab: boolean): string {
  return inTab ? 'auto' : `${Math.min(WIDTH, room ?? WIDTH)}px`;
}
