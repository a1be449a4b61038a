import { browser } from '../browser.ts';
import { causeOfNoReply, isOnThisMachine } from '../screen/client/causes.ts';
import { type Failure, failureOf } from '../screen/client/errors.ts';
import { neighbourAt } from '../screen/client/health.ts';
import { fetchPolicy, type PolicyFacts, parsePolicy } from '../screen/client/policy.ts';
import { PATIENCE_MS } from '../screen/client/request.ts';
import { storedConnection } from '../storage/connection.ts';
import { permissionFor } from '../storage/preferences.ts';
import { knownPolicy } from '../storage/values.ts';
import { lastKnown, type ProxyState, proxy } from './proxy.ts';

let asked = 0;

/**
 * Reads the policy from the proxy and stores it. If that fails, returns the last known policy of this origin.
 * @param patienceMs Milliseconds without an answer after which the state says that the proxy is silent.
 * @throws ClientError `unreachable` without one
 */
export async function findProxy(wait: AbortSignal, patienceMs = PATIENCE_MS): Promise<PolicyFacts> {
  const turn = ++asked;
  const say = (state: ProxyState) => {
    if (turn === asked) proxy.value = state;
  };
  const connection = await storedConnection();
  const { origin } = connection;
  const onSilence = () => say({ state: 'waiting', origin });
  if (!(await browser.permissions.contains(permissionFor(origin)))) {
    const silence = setTimeout(onSilence, patienceMs);
    say(await beforePermission(origin, wait).finally(() => clearTimeout(silence)));
    return lastKnown(origin);
  }
  try {
    const json = await fetchPolicy(connection, { signal: wait, onSilence, patienceMs });
    const facts = parsePolicy(json);
    say({ state: 'connected' });
    await knownPolicy.write({ origin, facts });
    return facts;
  } catch (error) {
    say({ state: 'failed', origin, failure: wait.aborted ? { kind: 'silent' } : failureOf(error) });
    return lastKnown(origin);
  }
}

/** The state without the permission: only `/healthz` may be read. */
async function beforePermission(origin: string, wait: AbortSignal): Promise<ProxyState> {
  const failed = (kind: Failure['kind']): ProxyState => ({ state: 'failed', origin, failure: { kind } });
  const neighbour = await neighbourAt(origin, wait);
  if (neighbour === 'shoji') return { state: 'found', origin };
  // A remote proxy may not allow extensions to read `/healthz`; a local one does.
  if (!isOnThisMachine(new URL(origin).hostname)) return { state: 'permission', origin };
  if (neighbour === 'stranger') return failed('stranger');
  return failed(wait.aborted ? 'silent' : causeOfNoReply(origin, globalThis.location?.href));
}
