import * as z from 'zod/mini';
import { draft, parseDraft } from '../screen/state/draft.ts';
import { parseImageCheck, parseVerdicts } from './image-check.ts';
import { parsePreferences } from './preferences.ts';
import { parseKey } from './seal.ts';
import { parseSites } from './sites.ts';
import { parseRun } from './stored-run.ts';
import { storedValue } from './stored-value.ts';

// Everything the extension keeps in the browser's storage, by name.

const cachedPolicy = z.object({ origin: z.string(), json: z.string() });
const string = (value: unknown) => (typeof value === 'string' ? value : undefined);

/** The current run, in any phase; every surface shows it. */
export const currentRun = storedValue('session', 'run', parseRun);
/** A surface with a form. `tab` is the popup in a tab, as on a phone. */
export type FormSurface = 'popup' | 'sidepanel' | 'tab';
/** The form as it was left, one for each surface. */
export const drafts = {
  popup: storedValue('session', 'draft.popup', parseDraft),
  sidepanel: storedValue('session', 'draft.sidepanel', parseDraft),
  tab: storedValue('session', 'draft.tab', parseDraft),
} satisfies Record<FormSurface, unknown>;
const offer = z.discriminatedUnion('by', [
  /** Selected text of a page, from the context menu: for the form of the next surface that reads it. */
  z.object({ by: z.literal('page'), prompt: z.string() }),
  /** The popup's form, for the side panel that the popup opens. */
  z.object({ by: z.literal('popup'), form: draft }),
]);
/** Input for a form from elsewhere. */
export type Offer = z.output<typeof offer>;
export const offered = storedValue('session', 'offered', (value) => offer.safeParse(value).data);
const connection = z.object({
  origin: z.string(),
  /** `asking`: the browser asks the person. `connected`: the background has finished it since. */
  state: z.enum(['asking', 'connected']),
});
/** A connection for which the browser was asked for access, in case that closes the surface that asked. */
export const connecting = storedValue('session', 'connecting', (value) => connection.safeParse(value).data);
/** The last image check that was requested, with its verdict. */
export const imageCheck = storedValue('session', 'check', parseImageCheck);
/** Verdicts on pictures of pages, by the hash of their bytes and of their judge. */
export const keptVerdicts = storedValue('session', 'verdicts', parseVerdicts);
const hosts = z.record(z.string(), z.array(z.string()));
/** Hosts of a site's pictures that the extension may not read, by the match pattern of the site. */
export const missingHosts = storedValue('session', 'missing-hosts', (value) => hosts.safeParse(value).data);
/** A random value, new after each change of the history. */
export const historyChange = storedValue('session', 'history-change', string);
/** The key for originals; it ends with the browser session. */
export const sealingKey = storedValue('session', 'sealing-key', parseKey);

export const preferences = storedValue('local', 'preferences', parsePreferences);
/** Sites where the person has turned something on. */
export const sites = storedValue('local', 'sites', parseSites);
/** The site that the side panel offers to turn something on for, as the match pattern of its host. */
export const shownSite = storedValue('session', 'site', string);
/** The proxy's key: on disk if the person wants it remembered, else for the session. */
export const rememberedKey = storedValue('local', 'key', string);
export const sessionKey = storedValue('session', 'key', string);
/** The last answer of `GET /v1/policy`, with its origin. */
export const cachedPolicyAnswer = storedValue(
  'local',
  'policy',
  (value) => cachedPolicy.safeParse(value).data,
);
