import { EngineError } from '@shoji/core/generation';
import type { AdmissionRules } from './admission.ts';
import { objectionToKey } from './keys.ts';
import { objectionToOrigin } from './origins.ts';

/**
 * Refuses keys that a request cannot present and origins that browsers never send: they would lock out their owners, or
 * admit everybody.
 * @throws EngineError naming the entry and the remedy. It does not repeat a key.
 */
export function assertAccess({ keys, origins }: AdmissionRules): void {
  for (const [index, key] of keys.entries()) {
    const objection = objectionToKey(key);
    if (objection === undefined) continue;
    const which = keys.length === 1 ? 'the key' : `key ${index + 1} of ${keys.length}`;
    throw new EngineError(
      `access.keys (SHOJI_KEYS): ${which} ${objection}. \`openssl rand -hex 16\` generates one.`,
    );
  }
  for (const origin of origins) {
    const objection = objectionToOrigin(origin);
    if (objection !== undefined)
      throw new EngineError(`access.origins (SHOJI_ORIGINS): ${JSON.stringify(origin)}: ${objection}.`);
  }
}
