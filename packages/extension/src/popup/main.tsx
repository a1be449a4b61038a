import { render } from 'preact';
import browser from 'webextension-polyfill';
import '../screen/styles/index.css';
import { dressDocument, openSurface } from '../surface/open-surface.ts';
import { remoteJobs } from '../surface/remote-jobs.ts';
import '../surface/surface.css';
import { Popup, widthOf } from './popup.tsx';
import './popup.css';

const [screen, { id: windowId, width }, tab] = await Promise.all([
  openSurface(remoteJobs()),
  browser.windows.getCurrent(),
  browser.tabs.getCurrent(),
]);
dressDocument(screen);
// A style sheet cannot tell: while a popup looks for its size, it is narrower than it is going to be.
document.body.style.width = widthOf(width, tab !== undefined);

const root = document.getElementById('root');
if (root) render(<Popup screen={screen} windowId={windowId} />, root);
// A popup is opened to write.
document.querySelector('textarea')?.focus();
performance.mark('ready');
