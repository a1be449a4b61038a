import { render } from 'preact';
import { browser } from '../browser.ts';
import '../screen/styles/index.css';
import { ChooseInPanel } from '../surface/choose-in-panel.tsx';
import { dressDocument, openSurface } from '../surface/open-surface.ts';
import { remoteJobs } from '../surface/remote-jobs.ts';
import '../surface/surface.css';
import { Popup, widthOf } from './popup.tsx';
import './popup.css';

const isTab = browser.tabs.getCurrent().then((tab) => tab !== undefined);
const [screen, { id: windowId, width }, inTab] = await Promise.all([
  openSurface(
    remoteJobs(),
    isTab.then((tab) => (tab ? 'tab' : 'popup')),
  ),
  browser.windows.getCurrent(),
  isTab,
]);
dressDocument(screen);
// Not by media query: while the browser measures a popup, the popup is narrower than its final width.
document.body.style.width = widthOf(width, inTab);

// A build-time constant, so that Chromium's package does not contain it.
const chooser = import.meta.env.MODE === 'firefox' && !inTab && windowId !== undefined && (
  <ChooseInPanel windowId={windowId} />
);

const root = document.getElementById('root');
if (root) render(<Popup screen={screen} windowId={windowId} chooser={chooser} />, root);
// People open the popup to type, or to see the results.
document.querySelector<HTMLElement>('textarea, .folded__edit')?.focus();
performance.mark('ready');
