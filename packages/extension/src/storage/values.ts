import { parseDraft } from '../screen/state/draft.ts';
import { fieldsOf, listIn, nameIn, textIn } from '../screen/state/fields.ts';
import type { Settings } from '../screen/state/settings.ts';
import { parseKnownPolicy } from './known-policy.ts';
import { parsePreferences } from './preferences.ts';
import { parseSites } from './sites.ts';
import { storedValue } from './stored-value.ts';

// Everything that the extension keeps in the browser's storage, by name; `picture-values.ts` has the values that are
// about runs and pictures.

const string = (value: unknown) => textIn(value);

/** A surface with a form. `tab` is the popup in a tab, as on a phone. */
export type FormSurface = 'popup' | 'sidepanel' | 'tab';
/** The form as it was left, one for each surface. */
export const drafts = {
  popup: storedValue('session', 'draft.popup', parseDraft),
  sidepanel: storedValue('session', 'draft.sidepanel', parseDraft),
  tab: storedValue('session', 'draft.tab', parseDraft),
} satisfies Record<FormSurface, unknown>;
/**
 * Input for a form from elsewhere: selected text of a page, from the context menu, for the next surface that reads it; or
 * the popup's form, for the side panel that the popup opens.
 */
export type Offer =
  | { readonly by: 'page'; readonly prompt: string }
  | {
      readonly by: 'popup';
      readonly form: Settings;
      /** The person is about to choose a picture to start from. */
      readonly wants?: 'picture' | undefined;
    };

function parseOffer(value: unknown): Offer | undefined {
  const { by, prompt, form, wants } = fieldsOf(value);
  if (by === 'page') return typeof prompt === 'string' ? { by, prompt } : undefined;
  const draft = by === 'popup' ? parseDraft(form) : undefined;
  return draft && { by: 'popup', form: draft, wants: nameIn(wants, ['picture']) };
}

export const offered = storedValue('session', 'offered', parseOffer);

/** A connection that a surface has begun. */
export interface Connecting {
  readonly origin: string;
  /** `asking`: the browser asks the person. `connected`: the background has finished it since. */
  readonly state: 'asking' | 'connected';
}

function parseConnecting(value: unknown): Connecting | undefined {
  const fields = fieldsOf(value);
  const [origin, state] = [textIn(fields.origin), nameIn(fields.state, ['asking', 'connected'])];
  return origin !== undefined && state ? { origin, state } : undefined;
}

/** A connection for which the browser was asked for access, in case that closes the surface that asked. */
export const connecting = storedValue('session', 'connecting', parseConnecting);

function parseHosts(value: unknown): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    Object.entries(fieldsOf(value)).map(([site, hosts]) => [site, listIn(hosts, string) ?? []]),
  );
}

/** Hosts of a site's pictures that the extension may not read, by the match pattern of the site. */
export const missingHosts = storedValue('session', 'missing-hosts', parseHosts);
/** A random value, new after each change of the history. */
export const historyChange = storedValue('session', 'history-change', string);

export const preferences = storedValue('local', 'preferences', parsePreferences);
/** Sites where the person has turned something on. */
export const sites = storedValue('local', 'sites', parseSites);
/** The site that the side panel offers to turn something on for, as the match pattern of its host. */
export const shownSite = storedValue('session', 'site', string);
/** The proxy's key: on disk if the person wants it remembered, else for the session. */
export const rememberedKey = storedValue('local', 'key', string);
export const sessionKey = storedValue('session', 'key', string);
/** The policy of the proxy, as it was last known. */
export const knownPolicy = storedValue('local', 'policy', parseKnownPolicy);
