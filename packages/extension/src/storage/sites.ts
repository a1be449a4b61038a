import { fieldsOf, flagIn } from '../screen/state/fields.ts';
import { permissionFor } from './preferences.ts';

/** The features for pages of other sites. Each is off until the person turns it on for that site. */
export const SITE_FEATURES = ['textBoxes', 'pictures'] as const;
export type SiteFeature = (typeof SITE_FEATURES)[number];
export type SiteFeatures = Readonly<Record<SiteFeature, boolean>>;

/** Sites with what is on there, by match pattern of the host, e.g. `https://example.com/*`. */
export type Sites = Readonly<Record<string, SiteFeatures>>;

const NOTHING: SiteFeatures = { textBoxes: false, pictures: false };

/** Reads stored sites; an unreadable value means that everything is off. */
export function parseSites(value: unknown): Sites {
  return Object.fromEntries(
    Object.entries(fieldsOf(value)).map(([pattern, features]) => {
      const { textBoxes, pictures } = fieldsOf(features);
      return [pattern, { textBoxes: flagIn(textBoxes) ?? false, pictures: flagIn(pictures) ?? false }];
    }),
  );
}

/** The features that are on at a site. */
export function featuresAt(sites: Sites | undefined, pattern: string): SiteFeatures {
  return sites?.[pattern] ?? NOTHING;
}

/** The same sites with one feature turned on or off. A site with nothing on is left out. */
export function withFeature(sites: Sites, pattern: string, feature: SiteFeature, on: boolean): Sites {
  const { [pattern]: before = NOTHING, ...others } = sites;
  const after = { ...before, [feature]: on };
  return SITE_FEATURES.some((each) => after[each]) ? { ...others, [pattern]: after } : others;
}

/** The match pattern of the host of a page; `undefined` for pages that are not on the web. */
export function patternOf(url: string | undefined): string | undefined {
  const parsed = URL.parse(url ?? '');
  return parsed && /^https?:$/.test(parsed.protocol) ? permissionFor(parsed.origin).origins[0] : undefined;
}

/** A match pattern without its path, e.g. `https://pictures.example`. */
export function hostOf(pattern: string): string {
  return pattern.replace(/\/\*$/, '');
}
