import { render } from 'preact';
import '../screen/styles/index.css';
import { storedConnection } from '../storage/connection.ts';
import { parsePreferences } from '../storage/preferences.ts';
import { preferences } from '../storage/values.ts';
import { dressDocument, openSurface } from '../surface/open-surface.ts';
import { remoteJobs } from '../surface/remote-jobs.ts';
import '../surface/card.css';
import '../surface/surface.css';
import './options.css';
import { OptionsPage } from './options-page.tsx';
import { ownPreferences } from './own-preferences.ts';

const [screen, stored, { key }] = await Promise.all([
  openSurface(remoteJobs()),
  preferences.read(),
  storedConnection(),
]);
dressDocument(screen);
const own = ownPreferences(parsePreferences(stored));

const root = document.getElementById('root');
if (root) render(<OptionsPage screen={screen} own={own} firstKey={key} />, root);
