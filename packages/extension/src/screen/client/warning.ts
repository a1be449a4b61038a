import type { AnyProblem, WireWarning } from '@shoji/core/wire';
import type { Failure } from './errors.ts';
import type { Warning } from './events.ts';

/** A warning of the wire as this client keeps it. */
export function warningOf({ code, message, category, check, span, image, frames }: WireWarning): Warning {
  return { code, message, category, check, span, image, frames };
}

/** The facts of a failure that say why a picture to start from was refused; none for any other problem. */
export function reasonsIn({
  code,
  warnings,
}: Pick<AnyProblem, 'code' | 'warnings'>): Pick<Failure, 'warnings'> {
  return code === 'image_rejected' ? { warnings: (warnings ?? []).map(warningOf) } : {};
}
