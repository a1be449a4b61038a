import type { SiteFeatures } from '../storage/sites.ts';

/** Longest text of a box that is read, in UTF-16 units: several times the longest prompt of any image model. */
export const MOST_CHARACTERS = 20_000;

/** A message from a content script to the background. */
export type PageMessage =
  /** The features that are on at this page's site. */
  | { readonly type: 'site-features' }
  /** The concerns about the text of a box. */
  | { readonly type: 'read-text'; readonly text: string }
  /** The same for a text of more than {@link MOST_CHARACTERS}, which is not sent. */
  | { readonly type: 'long-text' }
  /** Covers the pictures of the frame by a style sheet that the styles of its page cannot outweigh. */
  | { readonly type: 'cover-frame' }
  /** The verdict on a picture. @param b64 Its bytes, where the page may read them; else the background loads them. */
  | { readonly type: 'judge-picture'; readonly url: string; readonly b64?: string | undefined }
  /** Opens the side panel with what can be turned on and allowed for the site. Only in response to a click. */
  | { readonly type: 'show-site' };

/** The answer to each message; `undefined` for a site where that is not on, and for a message that is not accepted. */
export interface PageAnswers {
  'site-features': SiteFeatures | undefined;
  'read-text': TextAnswer | undefined;
  'long-text': TextAnswer | undefined;
  'cover-frame': undefined;
  'judge-picture': PictureAnswer | undefined;
  'show-site': undefined;
}

/** A message to every page after something was turned on or off. */
export const SITES_CHANGED = { type: 'sites-changed' } as const;

/** Concerns about the text of a box, or the reason why it was not read, in the person's language. */
export interface TextAnswer {
  readonly language: string;
  readonly theme: 'system' | 'light' | 'dark';
  readonly title: string;
  /** Name of the button that opens the card. */
  readonly open: string;
  readonly close: string;
  /** Why the text was not read. */
  readonly unread?: string | undefined;
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

/** The verdict on a picture of a page, or the reason why there is not one. */
export type PictureAnswer =
  | { readonly state: 'clear' }
  | {
      /** `unchecked`: there is no verdict. */
      readonly state: 'blur' | 'withhold' | 'unchecked';
      /** Why it is covered, in the person's language. */
      readonly reasons: readonly string[];
      /** Whether the person may uncover it. */
      readonly revealable: boolean;
      /** A way to go on: another try, or access to the host of the picture. */
      readonly help: 'again' | 'allow' | undefined;
      readonly language: 'en' | 'ja';
      readonly theme: 'system' | 'light' | 'dark';
    };
export type CoveredAnswer = Exclude<PictureAnswer, { readonly state: 'clear' }>;
