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

const [screen, { id: windowId }] = await Promise.all([
  openSurface(remoteJobs()),
  browser.windows.getCurrent(),
]);
dressDocument(screen);

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
