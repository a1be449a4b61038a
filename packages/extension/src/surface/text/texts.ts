import type { Language } from '../../screen/text/languages.ts';
import { en } from './en.ts';
import { ja } from './ja.ts';
import type { SurfaceMessages } from './messages.ts';

/** The extension's own texts in all languages, for the background: a service worker cannot import anything later. */
export const surfaceTexts = { en, ja } as const satisfies Record<Language, SurfaceMessages>;
