import { render } from 'preact';
import '../screen/styles/index.css';
import { KEPT_RUNS } from '../screen/state/jobs.ts';
import { dressDocument, openSurface } from '../surface/open-surface.ts';
import { remoteJobs } from '../surface/remote-jobs.ts';
import '../surface/card.css';
import '../surface/surface.css';
import './sidepanel.css';
import { SidePanel } from './side-panel.tsx';

const screen = await openSurface(remoteJobs(KEPT_RUNS - 1), 'sidepanel');
dressDocument(screen);

const root = document.getElementById('root');
if (root) render(<SidePanel screen={screen} />, root);
