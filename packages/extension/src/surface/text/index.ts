import { useScreen } from '../../screen/components/context.ts';
import type { SurfaceMessages } from './messages.ts';
import { surfaceTexts } from './texts.ts';

/** The extension's own texts in the screen's language. Only under `<Surround>`. */
export function useSurfaceTexts(): SurfaceMessages {
  return surfaceTexts[useScreen().screen.language.value];
}
