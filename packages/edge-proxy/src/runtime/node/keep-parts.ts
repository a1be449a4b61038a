import type { Engine } from '@shoji/core';
import { causeOf } from '@shoji/core/screen';
import type { Log } from '../log-observations.ts';

/** Loads models before the first request needs them. A failure is logged, and the request tries again. */
export async function warmUp(
  { classifiers, moderators }: Pick<Engine, 'classifiers' | 'moderators'>,
  log: Pick<Log, 'warn'>,
): Promise<void> {
  for (const check of [...classifiers, ...moderators]) {
    try {
      if (isWarmable(check)) await check.warmUp();
    } catch (error) {
      log.warn({ check: check.name, cause: causeOf(error) }, 'a check could not be warmed up');
    }
  }
}

function isWarmable(check: object): check is { warmUp(): Promise<void> } {
  return 'warmUp' in check && typeof check.warmUp === 'function';
}
