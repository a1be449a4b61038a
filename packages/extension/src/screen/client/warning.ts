import type { WireWarning } from '@shoji/core/wire';
import type { Warning } from './events.ts';

/** A warning of the wire as this client keeps it. */
export function warningOf({ code, message, category, check, span, image }: WireWarning): Warning {
  return { code, message, category, check, span, image };
}
