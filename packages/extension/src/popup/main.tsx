import { render } from 'preact';
import browser from 'webextension-polyfill';
import { ScreenView } from '../screen/components/screen-view.tsx';
import '../screen/styles/index.css';
import { SurfaceActions } from '../surface/actions.tsx';
import { dressDocument, openSurface } from '../surface/open-surface.ts';
import { remoteJobs } from '../surface/remote-jobs.ts';
import { needsSetup, Setup } from '../surface/setup.tsx';
import '../surface/surface.css';
import './popup.css';

/** How wide a popup wants to be, in CSS pixels. */
const WIDTH = 400;

const [screen, { id: windowId, width: room = WIDTH }, tab] = await Promise.all([
  openSurface(remoteJobs()),
  browser.windows.getCurrent(),
  browser.tabs.getCurrent(),
]);
dressDocument(screen);
// A style sheet cannot tell: while a popup looks for its size, it is narrower than it is going to be.
document.body.style.width = tab ? 'auto' : `${Math.min(WIDTH, room)}px`;

function Popup() {
  return (
    <ScreenView
      screen={screen}
      compact
      actions={<SurfaceActions {...(windowId !== undefined && { panel: { windowId } })} />}
      notice={needsSetup() && <Setup />}
    />
  );
}

const root = document.getElementById('root');
if (root) render(<Popup />, root);
// A popup is opened to write.
document.querySelector('textarea')?.focus();
performance.mark('ready');
