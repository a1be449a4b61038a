import type { SiteFeatures } from '../storage/sites.ts';

/** Longest text of a box that is read, in UTF-16 units: several times the longest prompt of any image model. */
export const MOST_CHARACTERS = 20_000;

/** A message from a content script to the background. */
export type PageMessage =
  /** The features that are on at this page's site. */
  | { readonly type: 'site-features' }
  /** The concerns about the text of a box. */
  | { readonly type: 'read-text'; readonly text: string };

/** The answer to each message; `undefined` for a site where that is not on. */
export interface PageAnswers {
  'site-features': SiteFeatures | undefined;
  'read-text': TextAnswer | undefined;
}

/** A message to every page after something was turned on or off. */
export const SITES_CHANGED = { type: 'sites-changed' } as const;

/** Concerns about the text of a box, in the person's language. */
export interface TextAnswer {
  readonly language: string;
  readonly theme: 'system' | 'light' | 'dark';
  readonly title: string;
  /** Name of the button that shows the concerns. */
  readonly open: string;
  readonly close: string;
  readonly concerns: readonly TextConcern[];
}

export interface TextConcern {
  readonly decision: 'warn' | 'reject';
  /** Its effect under the policy. */
  readonly effect: string;
  /** Why, and how to say it in other words. */
  readonly reason: string;
  /** The words it is about (UTF-16 offsets); none when it is about the text as a whole. */
  readonly spans: readonly (readonly [start: number, end: number])[];
  readonly rewordings: readonly OfferedRewording[];
}

/** A change of the text that takes one word's concern away. */
export interface OfferedRewording {
  readonly label: string;
  readonly span: readonly [start: number, end: number];
  readonly text: string;
}
