import browser, { type Runtime } from 'webextension-polyfill';
import { generate } from '../screen/client/generate.ts';
import { storedConnection } from '../storage/connection.ts';
import { currentRun, imageCheck } from '../storage/picture-values.ts';
import { parsePreferences, permissionFor } from '../storage/preferences.ts';
import { ensureSealingKey, images } from '../storage/sealing.ts';
import { historyChange, offered, preferences, shownSite, sites } from '../storage/values.ts';
import { followNotifications, notify, showBadge } from './announce.ts';
import { checkImage } from './check-image.ts';
import { cover } from './cover.ts';
import { coverMore } from './cover-more.ts';
import { finishConnection } from './finish-connection.ts';
import { choiceOf, createMenus } from './menus.ts';
import { isOwnSurface, type Message, parseMessage } from './messages.ts';
import { openPanel } from './panel.ts';
import { createRunner } from './runner.ts';
import { answerPage } from './sites/answer-page.ts';
import { keepStorageFromPages } from './sites/keep-storage.ts';
import { type PageSender, parsePageMessage, siteOf } from './sites/page-messages.ts';
import { registerScripts } from './sites/registration.ts';
import { SURFACE_PORT } from './surface-port.ts';

// Browsers end a background that makes no API call for 30 seconds, even while it reads a response.
const STAY_AWAKE_MS = 20_000;

/** Ports of the open surfaces. */
const surfaces = new Set<Runtime.Port>();
const own = { id: browser.runtime.id, root: browser.runtime.getURL('') };

const runner = createRunner({
  load: currentRun.read,
  save: currentRun.write,
  keep: async (run, index, attempt, image) =>
    images.keep(run, index, attempt, image, await ensureSealingKey()),
  async archive(run) {
    await images.archive(run);
    await historyChange.write(crypto.randomUUID());
  },
  forget: images.deleteRun,
  async *generate(input, signal) {
    const { stricter } = (await preferences.read()) ?? parsePreferences({});
    yield* coverMore(generate(await storedConnection(), input, { signal }), stricter, cover);
  },
  stayAwake() {
    const timer = setInterval(() => void browser.runtime.getPlatformInfo(), STAY_AWAKE_MS);
    return () => clearInterval(timer);
  },
  onPhase(run) {
    drawBadge();
    if (run.phase !== 'running' && surfaces.size === 0) void notify(run);
  },
  now: Date.now,
});

// Messages wait until a run that an earlier background left unfinished is marked as lost.
const ready = ensureSealingKey().then(() => runner.recover());

let drawn: Promise<void> = Promise.resolve();
let checking = new AbortController();

/** Draws the badge from the stored run. Drawings are queued, so that the last one shows the last state. */
function drawBadge(): void {
  drawn = drawn
    .then(async () => showBadge(await currentRun.read(), surfaces.size > 0))
    .catch(() => undefined);
}

/** Checks an image and aborts an earlier check. */
function check(url: string): Promise<void> {
  checking.abort();
  checking = new AbortController();
  const { signal } = checking;
  return checkImage(url, signal, {
    connection: storedConnection,
    mayRead: (address) => browser.permissions.contains(permissionFor(address)),
    show: async (state) => (signal.aborted ? undefined : imageCheck.write(state)),
  });
}
// Closing the panel's card aborts the check.
imageCheck.watch((state) => {
  if (!state) checking.abort();
});

async function obey(message: Message): Promise<void> {
  await ready;
  switch (message.type) {
    case 'start':
      // Not awaited: surfaces follow the run in storage.
      void runner.start(message.input);
      return;
    case 'cancel':
      return runner.cancel();
    case 'check-image':
      return check(message.url);
  }
}

browser.runtime.onMessage.addListener((value: unknown, sender: PageSender) => {
  if (isOwnSurface(sender, own)) {
    const message = parseMessage(value);
    return message ? obey(message) : undefined;
  }
  const site = siteOf(sender, own.id);
  const message = parsePageMessage(value);
  if (!site || !message) return undefined;
  // Before any `await`: the browser allows it only in direct response to the click in the page.
  if (message.type === 'show-site') showPanel(sender.tab?.windowId);
  return answerPage(message, site, sender);
});

/** Opens the side panel; the settings, which show the same, where the browser does not open it for a page. */
function showPanel(windowId: number | undefined): void {
  const opened = windowId === undefined ? Promise.reject() : openPanel(windowId);
  opened.catch(() => browser.runtime.openOptionsPage());
}

browser.runtime.onConnect.addListener((port) => {
  if (port.name !== SURFACE_PORT || !isOwnSurface(port.sender ?? {}, own)) return port.disconnect();
  surfaces.add(port);
  port.onDisconnect.addListener(() => surfaces.delete(port));
  void ready.then(drawBadge);
});

followNotifications();
browser.permissions.onAdded.addListener(() => {
  followNotifications();
  // A surface that is still open goes on itself.
  if (surfaces.size === 0) void finishConnection();
});

browser.contextMenus.onClicked.addListener((info, tab) => {
  const choice = choiceOf(info);
  if (!choice) return;
  // Before any `await`: the browser allows it only in direct response to the click.
  if (tab?.windowId !== undefined) openPanel(tab.windowId).catch(() => undefined);
  if (choice.type === 'use-selection') void offered.write({ by: 'page', prompt: choice.text });
  else if (choice.type === 'this-site') void shownSite.write(choice.pattern);
  else void ready.then(() => check(choice.url));
});

browser.runtime.onInstalled.addListener(() => void createMenus());

sites.watch(() => void registerScripts());
browser.permissions.onAdded.addListener(() => void registerScripts());
browser.permissions.onRemoved.addListener(() => void registerScripts());
// A new version of the extension has no registered scripts.
browser.runtime.onInstalled.addListener(() => void registerScripts());
keepStorageFromPages();
