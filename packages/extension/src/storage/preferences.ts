import { CATEGORIES } from '@shoji/core';
import * as z from 'zod/mini';
import { formDefaults } from '../screen/state/draft.ts';
import { negativeList } from '../screen/state/negatives.ts';

/** The default address of `shoji serve`. */
export const DEFAULT_ORIGIN = 'http://127.0.0.1:8787';

const orElse = <Schema extends z.ZodMiniType>(schema: Schema, value: z.output<Schema>) =>
  z.catch(schema, value);

/** Images to blur beyond the operator's policy. No field can reveal more. */
const stricter = z.object({
  /** Every image, until the person reveals it. */
  everything: orElse(z.boolean(), false),
  /** Images with a finding in one of these categories, at any score. */
  categories: orElse(z.array(z.enum(CATEGORIES)), []),
  /** Blurred images cannot be revealed, even if the operator allows it. */
  neverReveal: orElse(z.boolean(), false),
});

const preferences = z.object({
  origin: orElse(z.url({ protocol: /^https?$/ }), DEFAULT_ORIGIN),
  language: z.catch(z.optional(z.enum(['en', 'ja'])), undefined),
  theme: orElse(z.enum(['system', 'light', 'dark']), 'system'),
  rememberKey: orElse(z.boolean(), false),
  notify: orElse(z.boolean(), false),
  /** Own negative prompts to choose from. */
  negatives: orElse(negativeList, []),
  defaults: orElse(formDefaults, formDefaults.parse({})),
  stricter: orElse(stricter, stricter.parse({})),
});

export type Preferences = z.output<typeof preferences>;
export type Stricter = Preferences['stricter'];

/** Reads stored preferences. A missing or unreadable field has its default. */
export function parsePreferences(value: unknown): Preferences {
  return preferences.safeParse(value).data ?? preferences.parse({});
}

/**
 * The origin a creator's typed address means: `localhost:8787` and `http://127.0.0.1:8787/` are fine.
 * `undefined` for an invalid address, or one with a user name or password, which would put a secret into an address.
 */
export function parseOrigin(typed: string): string | undefined {
  const trimmed = typed.trim();
  const url = URL.parse(/^[a-z]+:\/\//i.test(trimmed) ? trimmed : `http://${trimmed}`);
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return undefined;
  // Chromium parses "not an address" as a host with encoded spaces.
  return /^[\w.-]+$|^\[[\da-f:.]+\]$/i.test(url.hostname) ? url.origin : undefined;
}

/** The host permission for an origin, without the port: Firefox rejects match patterns with ports. */
export function permissionFor(origin: string): { origins: string[] } {
  const { protocol, hostname } = new URL(origin);
  return { origins: [`${protocol}//${hostname}/*`] };
}
