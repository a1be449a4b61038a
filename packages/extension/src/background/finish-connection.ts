import browser from 'webextension-polyfill';
import { fetchPolicy, parsePolicy } from '../screen/client/policy.ts';
import { storedConnection } from '../storage/connection.ts';
import { permissionFor } from '../storage/preferences.ts';
import { connecting, knownPolicy } from '../storage/values.ts';
import { showConnected } from './announce.ts';

const DEADLINE_MS = 10_000;
/** How long a window has to receive the focus after the browser's question, in milliseconds. */
const FOCUS_MS = 1000;

/**
 * Finishes a connection whose surface was closed by the browser's question: reads the policy of the saved address and
 * opens the popup again. Does nothing if no surface asked, or if the access was given to another host.
 */
export async function finishConnection(): Promise<void> {
  const asked = await connecting.read();
  const connection = await storedConnection();
  const { origin } = connection;
  if (asked?.state !== 'asking' || asked.origin !== origin) return;
  if (!(await browser.permissions.contains(permissionFor(origin)))) return;
  await connecting.write({ origin, state: 'connected' });
  try {
    const json = await fetchPolicy(connection, { signal: AbortSignal.timeout(DEADLINE_MS) });
    await knownPolicy.write({ origin, facts: parsePolicy(json) });
  } catch {
    // The popup asks again, and says what is in the way.
  }
  await openPopup().catch(showConnected);
}

/** Opens the popup in the window that has the focus. Firefox does that only in response to a click, and throws. */
async function openPopup(): Promise<void> {
  const focused = nextFocus();
  try {
    await browser.action.openPopup();
  } catch {
    // The browser's question may just have given the focus back.
    await focused;
    await browser.action.openPopup();
  }
}

/** Resolves when a window receives the focus, and at the latest after {@link FOCUS_MS}. */
function nextFocus(): Promise<void> {
  return new Promise((resolve) => {
    const settle = () => {
      browser.windows.onFocusChanged.removeListener(settle);
      resolve();
    };
    browser.windows.onFocusChanged.addListener(settle);
    setTimeout(settle, FOCUS_MS);
  });
}
