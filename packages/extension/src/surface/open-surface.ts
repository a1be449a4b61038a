import { effect } from '@preact/signals';
import browser from 'webextension-polyfill';
import type { Jobs } from '../screen/state/jobs.ts';
import { createScreen, type Screen } from '../screen/state/screen.ts';
import { storedConnection } from '../storage/connection.ts';
import { parsePreferences } from '../storage/preferences.ts';
import { draft, offeredPrompt, preferences, sessionKey } from '../storage/values.ts';
import { storedMemory } from './memory.ts';
import { findProxy, lastKnown, proxy } from './proxy.ts';

/** The screen of one surface: as it was left, kept in step with the other surfaces from then on. */
export async function openSurface(jobs: Promise<Jobs>): Promise<Screen> {
  const [set, connection, left, carriedOut] = await Promise.all([
    preferences.read().then(parsePreferences),
    storedConnection(),
    draft.read(),
    jobs,
  ]);
  const memory = storedMemory(set, connection.key);
  const screen = createScreen({
    jobs: carriedOut,
    readPolicy: ({ signal }) => findProxy(signal),
    // It comes after the form, so that nobody waits for it.
    lint: import('../lint/lint.ts').then(({ lint }) => lint),
    memory,
    languages: navigator.languages,
  });
  screen.change(left ?? set.defaults);
  keepDraft(screen);

  // The panel often opens while the prompt is still being put down for it.
  offeredPrompt.follow((text) => takeOffered(screen, text));
  let { origin } = connection;
  preferences.follow((changed) => {
    const now = parsePreferences(changed);
    const { theme, language } = memory.learn(now);
    screen.theme.value = theme;
    screen.language.value = language;
    if (now.origin !== origin) void screen.loadPolicy();
    origin = now.origin;
  });
  // Another surface may have been allowed to talk to the proxy, or have been given its key.
  sessionKey.watch(() => void screen.loadPolicy());
  browser.permissions.onAdded.addListener(() => void screen.loadPolicy());
  browser.permissions.onRemoved.addListener(() => void screen.loadPolicy());

  screen.policy.value = await lastKnown(connection.origin).catch(() => undefined);
  void screen.loadPolicy();
  // After an answer, what stood between us and the proxy may be gone.
  effect(() => {
    if (screen.current.value && !screen.running.value && 'origin' in proxy.peek()) void screen.loadPolicy();
  });
  return screen;
}

/** Writes the form down at every change; one that nobody has touched follows the preferences. */
function keepDraft({ settings }: Screen): void {
  const untouched = JSON.stringify(settings.peek());
  let touched = false;
  effect(() => {
    const form = settings.value;
    touched ||= JSON.stringify(form) !== untouched;
    if (touched) void draft.write(form);
  });
}

/** Puts a prompt from a page into the form. Nothing is sent. */
function takeOffered(screen: Screen, prompt: string | undefined): void {
  if (prompt === undefined) return;
  screen.change({ prompt: prompt.slice(0, 10_000) });
  void offeredPrompt.write(undefined);
}

/** Gives the document the screen's language and appearance. */
export function dressDocument(screen: Pick<Screen, 'language' | 'theme'>): void {
  effect(() => {
    document.documentElement.lang = screen.language.value;
    document.documentElement.dataset.theme = screen.theme.value;
  });
}
