import { signal } from '@preact/signals';
import browser from 'webextension-polyfill';
import { ClientError } from '../screen/client/errors.ts';
import { fetchPolicy, type PolicyFacts, parsePolicy } from '../screen/client/policy.ts';
import { storedConnection } from '../storage/connection.ts';
import { permissionFor } from '../storage/preferences.ts';
import { cachedPolicyAnswer } from '../storage/values.ts';

/** Whether the proxy can be asked, and if not, what stands in the way. */
export type ProxyState =
  | { readonly state: 'looking' | 'connected' }
  | { readonly state: 'permission' | 'unreachable' | 'stranger' | 'unauthorised'; readonly origin: string };

/** What is known of the proxy. */
export const proxy = signal<ProxyState>({ state: 'looking' });

/**
 * Asks the proxy for its policy and remembers the answer. Where it does not answer, what it said last time is still
 * the best that is known.
 * @throws ClientError when there is nothing that it said last time.
 */
export async function findProxy(wait: AbortSignal): Promise<PolicyFacts> {
  const connection = await storedConnection();
  const { origin } = connection;
  if (!(await browser.permissions.contains(permissionFor(origin)))) {
    proxy.value = { state: 'permission', origin };
    return lastKnown(origin);
  }
  try {
    const json = await fetchPolicy(connection, wait);
    const facts = parsePolicy(json);
    proxy.value = { state: 'connected' };
    await cachedPolicyAnswer.write({ origin, json });
    return facts;
  } catch (error) {
    proxy.value = { state: obstacle(error), origin };
    return lastKnown(origin);
  }
}

/** What this proxy said of its policy last time. @throws ClientError `unreachable` when it never did. */
export async function lastKnown(origin: string): Promise<PolicyFacts> {
  const cached = await cachedPolicyAnswer.read();
  if (cached?.origin !== origin) throw new ClientError('unreachable');
  return parsePolicy(cached.json);
}

function obstacle(error: unknown): 'unreachable' | 'stranger' | 'unauthorised' {
  const kind = error instanceof ClientError ? error.kind : 'unreachable';
  if (kind === 'unauthorised') return 'unauthorised';
  return kind === 'invalid-answer' ? 'stranger' : 'unreachable';
}
