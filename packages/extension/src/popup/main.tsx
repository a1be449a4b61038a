import { render } from 'preact';
import { browser } from '../browser.ts';
import '../screen/styles/index.css';
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

const root = document.getElementById('root');
if (root) render(<Popup screen={screen} windowId={windowId} />, root);
// People open the popup to type, or to see the results.
document.querySelector<HTMLElement>('textarea, .folded__edit')?.focus();
performance.mark('ready');
