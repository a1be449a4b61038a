import * as z from 'zod/mini';
import { parseImageCheck } from './image-check.ts';
import { parseDraft, parsePreferences } from './preferences.ts';
import { parseKey } from './seal.ts';
import { parseRun } from './stored-run.ts';
import { storedValue } from './stored-value.ts';

// Everything the extension keeps in the browser's storage, by name.

const cachedPolicy = z.object({ origin: z.string(), json: z.string() });
const string = (value: unknown) => (typeof value === 'string' ? value : undefined);

/** The current run, in whichever phase; the one truth that every surface shows. */
export const currentRun = storedValue('session', 'run', parseRun);
/** The form as it was left. */
export const draft = storedValue('session', 'draft', parseDraft);
/** A prompt that the context menu puts into the form of the surface that takes it. */
export const offeredPrompt = storedValue('session', 'offered', string);
/** The last picture that was checked on request, and the verdict. */
export const imageCheck = storedValue('session', 'check', parseImageCheck);
/** Changes whenever the history does. */
export const historyChange = storedValue('session', 'history-change', string);
/** The key that pictures are sealed with; gone with the browser session. */
export const sealingKey = storedValue('session', 'sealing-key', parseKey);

export const preferences = storedValue('local', 'preferences', parsePreferences);
/** The proxy's key, where the creator wants it remembered, and where not. */
export const rememberedKey = storedValue('local', 'key', string);
export const sessionKey = storedValue('session', 'key', string);
/** The last answer of `GET /v1/policy`, with whose it is. */
export const cachedPolicyAnswer = storedValue(
  'local',
  'policy',
  (value) => cachedPolicy.safeParse(value).data,
);
