import type { SiteFeature } from '../../storage/sites.ts';

/** Texts about what Shoji does in the pages of other sites. */
export interface SiteMessages {
  /** Above the choices for one site. */
  readonly on: (host: string) => string;
  /** The same where there is no site. */
  readonly thisSite: string;
  readonly features: Readonly<Record<SiteFeature, { readonly label: string; readonly hint: string }>>;
  /** How far the browser's permission goes, after its question. */
  readonly scope: (host: string) => string;
  readonly declined: string;
  readonly turnedOn: (host: string) => string;
  readonly turnedOff: (host: string) => string;
  /** The page is not one that an extension may work in. */
  readonly noSite: string;
  /** The features that are on at a site, in the list of the settings. */
  readonly listed: Readonly<Record<SiteFeature, string>>;
  /** No policy is known yet. */
  readonly notConnected: string;

  readonly box: {
    /** Name of the list of concerns about a text. */
    readonly title: string;
    /** Name of the button on the text box. */
    readonly open: (concerns: number) => string;
    /** A choice for one of several words. */
    readonly inPlaceOf: (before: string, choice: string) => string;
    /** The same for a text that is not checked. */
    readonly unread: {
      readonly title: string;
      readonly open: string;
      /** @param most The most characters that are read. */
      readonly tooLong: (most: number) => string;
      readonly tooManyReadings: string;
    };
    readonly close: string;
  };

  readonly picture: {
    readonly title: string;
    readonly states: Readonly<Record<'blur' | 'withhold' | 'unchecked', string>>;
    readonly reveal: string;
    readonly again: string;
    /** Opens the side panel, where the access can be given. */
    readonly allow: string;
    readonly close: string;
    /** On the button in the corner of the window. */
    readonly covered: (pictures: number) => string;
    /** The same for a screen reader: a press goes to the next covered picture. */
    readonly next: (pictures: number) => string;
    /** The extension was removed or updated since the page was opened. */
    readonly gone: string;
    /** The background did not accept the picture. */
    readonly unanswered: string;
    readonly drawing: string;
    /** Hosts whose pictures could not be read, in the side panel. */
    readonly hosts: string;
    readonly allowHost: (host: string) => string;
  };
}
