import type { FailureKind } from '../../screen/client/errors.ts';
import type { PictureTrouble } from '../../storage/image-check.ts';

/** Every text that only the extension has; those of the screen are in `screen/text`. */
export interface SurfaceMessages {
  readonly openPanel: string;
  readonly openOptions: string;
  readonly thisSite: string;

  /** In Firefox's popup, in place of the field for a file. */
  readonly chooseInPanel: { readonly open: string; readonly why: string };

  readonly setup: {
    /** A proxy answers, and the permission was not requested yet. */
    readonly found: { readonly title: (origin: string) => string; readonly body: string };
    /** Without the permission it is unknown whether a proxy answers. */
    readonly permission: { readonly title: string; readonly body: (origin: string) => string };
    /** The proxy has not answered so far. */
    readonly waiting: { readonly title: (origin: string) => string; readonly body: string };
    /** Failures that are told with the address; the others have the screen's own texts. */
    readonly failed: Readonly<
      Record<
        'unreachable' | 'stranger',
        { readonly title: (origin: string) => string; readonly body: string }
      >
    >;
    readonly connect: string;
    /** The browser's own words for the access to a host. */
    readonly asks: Readonly<Record<'chromium' | 'firefox', (host: string) => string>>;
    /** How far the access goes. */
    readonly scope: (host: string, origin: string) => string;
    readonly declined: string;
    /** The surface that asked was closed, and the access was not given since. */
    readonly unanswered: string;
    readonly again: string;
    readonly otherAddress: string;
  };

  readonly tabs: { readonly label: string; readonly create: string; readonly history: string };
  readonly history: {
    readonly title: string;
    readonly search: string;
    readonly none: string;
    readonly noneHint: string;
    /** Leads from an empty history to the form. */
    readonly first: string;
    readonly notFound: (words: string) => string;
    readonly found: (runs: number) => string;
    readonly when: (milliseconds: number) => string;
    readonly refused: string;
    /** The filter that shows only favourites. */
    readonly starred: string;
    readonly noneStarred: string;
    /** Heads the pictures of one day. */
    readonly day: (milliseconds: number) => string;
    readonly use: string;
    readonly remove: string;
    readonly removeHint: string;
    readonly removed: string;
    readonly removeAll: string;
    readonly reallyAll: (runs: number) => string;
    readonly keep: string;
    readonly exportAll: string;
    readonly exportHint: string;
    readonly more: string;
  };

  readonly check: {
    readonly title: string;
    readonly from: (host: string) => string;
    readonly fromPage: string;
    readonly checking: string;
    readonly permission: (host: string) => string;
    readonly allow: string;
    readonly close: string;
    readonly decisions: Readonly<Record<'clear' | 'blur' | 'withhold' | 'unchecked', string>>;
    /** A label of a check, and which check gave it. */
    readonly found: (label: string, by: string) => string;
    readonly waitingFor: Readonly<Record<'site' | 'proxy', string>>;
    /** Why the picture did not get as far as the proxy. @param status HTTP status of the site's reply, if it sent one. */
    readonly troubles: Readonly<Record<PictureTrouble, (status: number | undefined) => string>>;
    /** The screen's texts of failures about prompts, reworded for a picture. */
    readonly failures: Readonly<Partial<Record<FailureKind, string>>>;
  };

  /** Hosts that the person has let the extension read. */
  readonly sites: {
    readonly title: string;
    readonly hint: string;
    readonly none: string;
    readonly proxy: (origin: string) => string;
    readonly pictures: string;
    readonly takeBack: string;
    readonly takeBackFrom: (host: string) => string;
    readonly taken: (host: string) => string;
    readonly kept: (host: string) => string;
  };

  readonly options: {
    readonly title: string;
    readonly proxy: string;
    readonly address: string;
    readonly addressHint: string;
    readonly addressInvalid: string;
    readonly connect: string;
    readonly connected: (policy: string) => string;
    readonly key: string;
    readonly keyHint: string;
    readonly remember: string;
    readonly rememberHint: string;
    readonly look: string;
    readonly shortcut: string;
    readonly shortcutIs: (keys: string) => string;
    readonly noShortcut: string;
    readonly changeShortcut: string;
    /** Where the browser does not let the extension open its settings. */
    readonly changeShortcutByHand: string;
    readonly defaults: string;
    readonly defaultsHint: string;
    readonly stricter: string;
    readonly stricterHint: string;
    readonly everything: string;
    readonly neverReveal: string;
    readonly categories: string;
    readonly categoriesHint: string;
    readonly notices: string;
    readonly notify: string;
    readonly notifyHint: string;
    readonly notifyRefused: string;
  };
}
