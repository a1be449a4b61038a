import type { Warning } from '../vocabulary/warning.ts';
import { generationWarnings, screeningWarnings } from './en-warnings.ts';
import type { ScreeningCode, SpokenCode, WarningSubject } from './phrases.ts';

/** A warning of a screening with its English sentence, as answers and logs carry it. */
export function warningOf(code: ScreeningCode, about: WarningSubject = {}): Warning {
  return told(code, about, screeningWarnings[code](about));
}

/** A warning of a generation or of its pictures with its English sentence. */
export function generationWarningOf(
  code: Exclude<SpokenCode, ScreeningCode>,
  about: WarningSubject = {},
): Warning {
  return told(code, about, generationWarnings[code](about));
}

function told(code: SpokenCode, { check, image, frames }: WarningSubject, message: string): Warning {
  return {
    code,
    ...(check !== undefined && { check }),
    ...(image !== undefined && { image }),
    ...(frames !== undefined && { frames }),
    message,
  };
}
