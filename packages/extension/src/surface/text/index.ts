import { useScreen } from '../../screen/components/context.ts';
import { textsByLanguage } from '../../screen/text/by-language.ts';
import type { SurfaceMessages } from './messages.ts';

/** The extension's own texts, each language in a file that is loaded when it is shown. */
export const loadedSurfaceTexts = textsByLanguage<SurfaceMessages>({
  en: async () => (await import('./en.ts')).en,
  ja: async () => (await import('./ja.ts')).ja,
});

/** The extension's own texts in the screen's language. Only under `<Surround>`. */
export function useSurfaceTexts(): SurfaceMessages {
  return loadedSurfaceTexts.in(useScreen().screen.language.value);
}
