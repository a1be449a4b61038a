import { CATEGORIES, type Category } from '@shoji/core';
import { type FormDefaults, parseDefaults } from '../screen/state/draft.ts';
import { fieldsOf, flagIn, listIn, nameIn } from '../screen/state/fields.ts';
import { negativesIn } from '../screen/state/negatives.ts';
import { THEMES, type Theme } from '../screen/state/theme.ts';
import { LANGUAGES, type Language } from '../screen/text/languages.ts';

/** The default address of `shoji serve`. */
export const DEFAULT_ORIGIN = 'http://127.0.0.1:8787';

/** Images to blur beyond the operator's policy. No field can reveal more. */
export interface Stricter {
  /** Every image, until the person reveals it. */
  readonly everything: boolean;
  /** Images with a finding in one of these categories, at any score. */
  readonly categories: readonly Category[];
  /** Blurred images cannot be revealed, even if the operator allows it. */
  readonly neverReveal: boolean;
}

/** The settings of the extension. */
export interface Preferences {
  readonly origin: string;
  /** Left out: the browser's. */
  readonly language: Language | undefined;
  readonly theme: Theme;
  readonly rememberKey: boolean;
  readonly notify: boolean;
  /** Own negative prompts to choose from. */
  readonly negatives: readonly string[];
  readonly defaults: FormDefaults;
  readonly stricter: Stricter;
}

/** Reads stored preferences. A missing or unreadable field has its default. */
export function parsePreferences(value: unknown): Preferences {
  const { origin, language, theme, rememberKey, notify, negatives, defaults, stricter } = fieldsOf(value);
  return {
    origin: isWebAddress(origin) ? origin : DEFAULT_ORIGIN,
    language: nameIn(language, LANGUAGES),
    theme: nameIn(theme, THEMES) ?? 'system',
    rememberKey: flagIn(rememberKey) ?? false,
    notify: flagIn(notify) ?? false,
    negatives: negativesIn(negatives) ?? [],
    defaults: parseDefaults(defaults),
    stricter: parseStricter(stricter),
  };
}

function parseStricter(value: unknown): Stricter {
  const { everything, categories, neverReveal } = fieldsOf(value);
  return {
    everything: flagIn(everything) ?? false,
    categories: listIn(categories, (item) => nameIn(item, CATEGORIES)) ?? [],
    neverReveal: flagIn(neverReveal) ?? false,
  };
}

function isWebAddress(value: unknown): value is string {
  return typeof value === 'string' && /^https?:$/.test(URL.parse(value)?.protocol ?? '');
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
