import type { Warning } from '../vocabulary/warning.ts';
import { warnings } from './en.ts';
import type { SpokenCode, WarningSubject } from './phrases.ts';

/** A warning with its English sentence, as answers and logs carry it. */
export function warningOf(code: SpokenCode, { check, image, frames }: WarningSubject = {}): Warning {
  return {
    code,
    ...(check !== undefined && { check }),
    ...(image !== undefined && { image }),
    ...(frames !== undefined && { frames }),
    message: warnings[code]({ check, image, frames }),
  };
}
