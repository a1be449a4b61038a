import type { Language } from '../../screen/text/languages.ts';
import { en } from './en.ts';
import { ja } from './ja.ts';
import type { SiteMessages } from './messages.ts';

/** The texts about other sites, by language. */
export const siteTexts = { en, ja } as const satisfies Record<Language, SiteMessages>;
