import { signal } from '@preact/signals';
import { ClientError, type Failure } from '../screen/client/errors.ts';
import type { PolicyFacts } from '../screen/client/policy.ts';
import { knownPolicy } from '../storage/values.ts';

/** Whether the proxy can be used, and if not, why. */
export type ProxyState =
  | { readonly state: 'looking' | 'connected' }
  /** `found` or `permission`: access is not requested yet. `waiting`: the proxy has not answered so far. */
  | { readonly state: 'found' | 'permission' | 'waiting'; readonly origin: string }
  | { readonly state: 'failed'; readonly origin: string; readonly failure: Failure };

/** The state of the proxy, as last seen. */
export const proxy = signal<ProxyState>({ state: 'looking' });

/** The last known policy of this origin. @throws ClientError `unreachable` without one */
export async function lastKnown(origin: string): Promise<PolicyFacts> {
  const known = await knownPolicy.read();
  if (known?.origin !== origin) throw new ClientError('unreachable');
  return known.facts;
}
