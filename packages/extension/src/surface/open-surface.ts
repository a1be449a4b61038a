import { effect } from '@preact/signals';
import { browser } from '../browser.ts';
import { NO_GENERATORS } from '../screen/client/defaults.ts';
import { isAboutConnection } from '../screen/client/errors.ts';
import { keepDraft } from '../screen/state/draft.ts';
import type { Jobs } from '../screen/state/jobs.ts';
import { firstLanguage, loadTexts } from '../screen/state/language.ts';
import { createScreen, type Door, type Screen } from '../screen/state/screen.ts';
import { storedConnection } from '../storage/connection.ts';
import { parsePreferences } from '../storage/preferences.ts';
import { drafts, type FormSurface, type Offer, offered, preferences, sessionKey } from '../storage/values.ts';
import { storedFavourites } from './favourites.ts';
import { storedMemory } from './memory.ts';
import { lastKnown, proxy } from './proxy.ts';
import { loadedSurfaceTexts } from './text/index.ts';

/**
 * Creates the screen of a surface from what is stored and keeps it in sync with the other surfaces.
 * @param form The surface whose form it is; left out for a page without a form.
 */
export async function openSurface(
  jobs: Promise<Jobs>,
  form?: FormSurface | Promise<FormSurface>,
): Promise<Screen> {
  const [set, connection, carriedOut, surface] = await Promise.all([
    preferences.read().then(parsePreferences),
    storedConnection(),
    jobs,
    form,
  ]);
  const { promise: shown, resolve: show } = Promise.withResolvers<void>();
  const memory = storedMemory(set, connection.key);
  const door: Door = {
    jobs: carriedOut,
    readPolicy: async ({ signal }) => (await import('./find-proxy.ts')).findProxy(signal),
    // The policy may be the one last known, of a proxy that may not be called now.
    generators: async ({ signal, use }) =>
      proxy.value.state === 'connected'
        ? (await import('../screen/client/generators.ts')).readGenerators(
            await storedConnection(),
            signal,
            use,
          )
        : NO_GENERATORS,
    lint: shown.then(async () => (await import('../lint/surface-lint.ts')).lint),
    favourites: storedFavourites(),
    memory,
    languages: navigator.languages,
    texts: loadedSurfaceTexts,
  };
  const [left, known] = await Promise.all([
    surface && drafts[surface].read(),
    lastKnown(connection.origin).catch(() => undefined),
    loadTexts(firstLanguage(door), door.texts),
  ]);
  const screen = createScreen(door);
  screen.policy.value = known;
  if (surface) {
    const draft = drafts[surface];
    screen.change(left ?? set.defaults);
    keepDraft(screen, (settings) => void draft.write(settings).catch(() => undefined));
    // The panel often opens before the offer is stored.
    offered.follow((offer) => takeOffered(screen, surface, offer));
  }
  let { origin } = connection;
  preferences.follow((changed) => {
    const now = parsePreferences(changed);
    const { theme, language, negatives } = memory.learn(now);
    screen.theme.value = theme;
    void screen.speak(language);
    screen.negatives.value = negatives;
    if (now.origin !== origin) void screen.loadPolicy();
    origin = now.origin;
  });
  // Another surface may have received the permission or the key.
  sessionKey.watch(() => void screen.loadPolicy());
  browser.permissions.onAdded.addListener(() => void screen.loadPolicy());
  browser.permissions.onRemoved.addListener(() => void screen.loadPolicy());

  // The caller draws the form in this turn; whatever is not part of the form is loaded after it.
  setTimeout(() => {
    show();
    void screen.loadPolicy();
  });
  // A run that has ended may mean that the proxy is reachable now, or no more.
  effect(() => {
    const { current, running } = screen;
    if (!current.value || running.value) return;
    const { failure } = current.value;
    if ('origin' in proxy.peek() || (failure && isAboutConnection(failure))) void screen.loadPolicy();
  });
  return screen;
}

/** Puts what another place offers into the form. Nothing is sent. */
function takeOffered(screen: Screen, surface: FormSurface, offer: Offer | undefined): void {
  if (!offer || (offer.by === 'popup' && surface !== 'sidepanel')) return;
  screen.fill(offer.by === 'page' ? { prompt: offer.prompt } : offer.form);
  screen.choosing.value = offer.by === 'popup' && offer.wants === 'picture';
  void offered.write(undefined);
}

/** Sets the document's `lang` and theme, now and on every change. */
export function dressDocument(screen: Pick<Screen, 'language' | 'theme'>): void {
  effect(() => {
    document.documentElement.lang = screen.language.value;
    document.documentElement.dataset.theme = screen.theme.value;
  });
}
