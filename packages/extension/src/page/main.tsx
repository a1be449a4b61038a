import { effect } from '@preact/signals';
import { render } from 'preact';
import { ClientError } from '../screen/client/errors.ts';
import { ScreenView } from '../screen/components/screen-view.tsx';
import { ShojiDrawing } from '../screen/components/shoji-drawing.tsx';
import { keepDraft } from '../screen/state/draft.ts';
import { localJobs } from '../screen/state/jobs.ts';
import { firstLanguage, loadTexts } from '../screen/state/language.ts';
import { createScreen, type Door } from '../screen/state/screen.ts';
import '../screen/styles/index.css';
import { browserMemory, tabDraft } from './memory.ts';

// The page is served by the proxy it talks to.
const { origin } = location;

// Loaded after the form, which does not wait for it. A proxy that is down by then does not deliver it.
const client = () =>
  import('./client.ts').catch((cause: unknown) => {
    throw new ClientError('unreachable', { cause });
  });

const door: Door = {
  jobs: localJobs(async function* (input, { key, signal }) {
    yield* (await client()).generate({ origin, key }, input, { signal });
  }),
  readPolicy: async ({ key, signal }) => (await client()).readPolicy({ origin, key }, signal),
  generators: async ({ key, signal, use }) => (await client()).readGenerators({ origin, key }, signal, use),
  memory: browserMemory(),
  languages: navigator.languages,
};
await loadTexts(firstLanguage(door), undefined);
const screen = createScreen(door);

screen.change(tabDraft.read() ?? {});
keepDraft(screen, tabDraft.write);

effect(() => {
  document.documentElement.lang = screen.language.value;
  document.documentElement.dataset.theme = screen.theme.value;
});

const root = document.getElementById('root');
if (root) render(<ScreenView screen={screen} drawing={<ShojiDrawing />} />, root);
void screen.loadPolicy();
