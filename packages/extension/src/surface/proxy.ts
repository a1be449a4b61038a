import { signal } from '@preact/signals';
import browser from 'webextension-polyfill';
import { ClientError } from '../screen/client/errors.ts';
import { isShojiAt } from '../screen/client/health.ts';
import { fetchPolicy, type PolicyFacts, parsePolicy } from '../screen/client/policy.ts';
import { storedConnection } from '../storage/connection.ts';
import { permissionFor } from '../storage/preferences.ts';
import { cachedPolicyAnswer } from '../storage/values.ts';

/** Whether the proxy can be used, and if not, why. */
export type ProxyState =
  | { readonly state: 'looking' | 'connected' }
  | {
      readonly state: 'found' | 'permission' | 'unreachable' | 'stranger' | 'unauthorised';
      readonly origin: string;
    };

/** The state of the proxy, as last seen. */
export const proxy = signal<ProxyState>({ state: 'looking' });

let asked = 0;

/**
 * Reads the policy from the proxy and caches the answer. If that fails, returns the cached policy of this origin.
 * @throws ClientError `unreachable` without a cached policy
 */
export async function findProxy(wait: AbortSignal): Promise<PolicyFacts> {
  const turn = ++asked;
  const say = (state: ProxyState) => {
    if (turn === asked) proxy.value = state;
  };
  const connection = await storedConnection();
  const { origin } = connection;
  if (!(await browser.permissions.contains(permissionFor(origin)))) {
    say({ state: await beforePermission(origin, wait), origin });
    return lastKnown(origin);
  }
  try {
    const json = await fetchPolicy(connection, wait);
    const facts = parsePolicy(json);
    say({ state: 'connected' });
    await cachedPolicyAnswer.write({ origin, json });
    return facts;
  } catch (error) {
    say({ state: obstacle(error), origin });
    return lastKnown(origin);
  }
}

/** The cached policy of this origin. @throws ClientError `unreachable` without one */
export async function lastKnown(origin: string): Promise<PolicyFacts> {
  const cached = await cachedPolicyAnswer.read();
  if (cached?.origin !== origin) throw new ClientError('unreachable');
  return parsePolicy(cached.json);
}

/** The state without the permission: only `/healthz` may be read. */
async function beforePermission(origin: string, wait: AbortSignal) {
  if (await isShojiAt(origin, wait)) return 'found';
  // A remote proxy may not allow extensions to read `/healthz`; a local one does.
  return isOnThisMachine(origin) ? 'unreachable' : 'permission';
}

function isOnThisMachine(origin: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(origin).hostname);
}

function obstacle(error: unknown): 'unreachable' | 'stranger' | 'unauthorised' {
  const kind = error instanceof ClientError ? error.kind : 'unreachable';
  if (kind === 'unauthorised') return 'unauthorised';
  return kind === 'invalid-answer' ? 'stranger' : 'unreachable';
}
