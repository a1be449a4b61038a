import { effect } from '@preact/signals';
import browser from 'webextension-polyfill';
import type { Jobs } from '../screen/state/jobs.ts';
import { createScreen, type Screen } from '../screen/state/screen.ts';
import { storedConnection } from '../storage/connection.ts';
import { parsePreferences } from '../storage/preferences.ts';
import { draft, offeredPrompt, preferences, sessionKey } from '../storage/values.ts';
import { storedMemory } from './memory.ts';
import { findProxy, lastKnown, proxy } from './proxy.ts';

/** Creates the screen of a surface from what is stored and keeps it in sync with the other surfaces. */
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
    // Loaded after the form, which does not wait for it.
    lint: import('../lint/lint.ts').then(({ lint }) => lint),
    memory,
    languages: navigator.languages,
  });
  screen.change(left ?? set.defaults);
  keepDraft(screen);

  // The panel often opens before the offered prompt is stored.
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
  // Another surface may have received the permission or the key.
  sessionKey.watch(() => void screen.loadPolicy());
  browser.permissions.onAdded.addListener(() => void screen.loadPolicy());
  browser.permissions.onRemoved.addListener(() => void screen.loadPolicy());

  screen.policy.value = await lastKnown(connection.origin).catch(() => undefined);
  void screen.loadPolicy();
  // A run that has ended may mean that the proxy is reachable now.
  effect(() => {
    if (screen.current.value && !screen.running.value && 'origin' in proxy.peek()) void screen.loadPolicy();
  });
  return screen;
}

/** Stores the form at every change. An untouched form is not stored, so it follows the preferences. */
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

/** Sets the document's `lang` and theme, now and on every change. */
export function dressDocument(screen: Pick<Screen, 'language' | 'theme'>): void {
  effect(() => {
    document.documentElement.lang = screen.language.value;
    document.documentElement.dataset.theme = screen.theme.value;
  });
}
