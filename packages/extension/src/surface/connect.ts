import { browser } from '../browser.ts';
import { permissionFor } from '../storage/preferences.ts';
import { connecting } from '../storage/values.ts';

/**
 * Asks the browser for access to the host of the saved address. Call it before any `await`: browsers show their
 * question only in direct response to a click. Chromium closes the popup for the question, so what was asked is stored,
 * and the background finishes the connection.
 * @returns Whether the access was given.
 */
export async function askForAccess(origin: string): Promise<boolean> {
  const answered = browser.permissions.request(permissionFor(origin)).catch(() => false);
  void connecting.write({ origin, state: 'asking' });
  const given = await answered;
  // This surface is still open, so it goes on itself.
  await connecting.write(undefined);
  return given;
}
