import { useScreen } from '../../screen/components/context.ts';
import type { Language } from '../../screen/text/catalogues.ts';
import { en } from './en.ts';
import { ja } from './ja.ts';
import type { SurfaceMessages } from './messages.ts';

const surfaceTexts = { en, ja } as const satisfies Record<Language, SurfaceMessages>;

/** The extension's own texts in the screen's language. Only under `<Surround>`. */
export function useSurfaceTexts(): SurfaceMessages {
  return surfaceTexts[useScreen().screen.language.value];
}
