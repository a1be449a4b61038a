import browser, { type Scripting } from 'webextension-polyfill';
import { SITES_CHANGED } from '../../sites/protocol.ts';
import { changeSites } from '../../storage/change-sites.ts';
import { SITE_FEATURES, type SiteFeature, type Sites } from '../../storage/sites.ts';

type Script = Omit<Scripting.RegisteredContentScript, 'id' | 'matches'>;

/** The content script of each feature. Frames of the same site are pages of that site too. */
const SCRIPTS: Readonly<Record<SiteFeature, Script>> = {
  textBoxes: { js: ['sites/text-boxes.js'], runAt: 'document_idle' },
  pictures: { js: ['sites/pictures.js'], css: ['sites/pictures.css'], runAt: 'document_start' },
};

let registering: Promise<void> = Promise.resolve();

/**
 * Makes the browser run the content scripts on the sites where they are on, and nowhere else: on pages that are opened
 * from now on, and on those that are open. Calls are queued, so that the last one sees the last state.
 */
export function registerScripts(): Promise<void> {
  registering = registering.then(registerAll).catch(() => undefined);
  return registering;
}

async function registerAll(): Promise<void> {
  // The others are forgotten. Otherwise an access that is given later for another purpose would turn them on again.
  const allowed = await changeSites(allowedOf);
  for (const feature of SITE_FEATURES) {
    await register(
      feature,
      Object.keys(allowed).filter((pattern) => allowed[pattern]?.[feature]),
    );
  }
  await tellPages();
}

/** The sites that the browser lets the extension read. */
async function allowedOf(stored: Sites): Promise<Sites> {
  const entries = await Promise.all(
    Object.entries(stored).map(async (entry) => {
      const [pattern] = entry;
      const isAllowed = await browser.permissions.contains({ origins: [pattern] }).catch(() => false);
      return isAllowed ? [entry] : [];
    }),
  );
  const allowed = entries.flat();
  return allowed.length < entries.length ? Object.fromEntries(allowed) : stored;
}

async function register(feature: SiteFeature, matches: string[]): Promise<void> {
  const filter = { ids: [feature] };
  const [before] = await browser.scripting.getRegisteredContentScripts(filter);
  if (matches.length === 0) {
    if (before) await browser.scripting.unregisterContentScripts(filter);
    return;
  }
  const script = {
    ...SCRIPTS[feature],
    id: feature,
    matches,
    allFrames: true,
    // Frames without an address, such as editors, belong to the page that made them.
    matchOriginAsFallback: true,
  };
  if (before) await browser.scripting.updateContentScripts([script]);
  else await browser.scripting.registerContentScripts([script]);
  const added = matches.filter((pattern) => !before?.matches?.includes(pattern));
  if (added.length > 0) await runInOpenTabs(SCRIPTS[feature], added);
}

async function runInOpenTabs({ js = [], css = [] }: Script, url: string[]): Promise<void> {
  const tabs = await browser.tabs.query({ url });
  await Promise.allSettled(
    tabs.map(async ({ id }) => {
      if (id === undefined) return;
      const target = { tabId: id, allFrames: true };
      if (css.length > 0) await browser.scripting.insertCSS({ target, files: css });
      await browser.scripting.executeScript({ target, files: js, injectImmediately: true });
    }),
  );
}

/** Tells every page that runs a content script to ask again what is on. */
async function tellPages(): Promise<void> {
  const tabs = await browser.tabs.query({});
  // Most pages run no script of this extension, and reject.
  await Promise.allSettled(
    tabs.map(async ({ id }) => id !== undefined && browser.tabs.sendMessage(id, SITES_CHANGED)),
  );
}
