import browser from 'webextension-polyfill';
import { catalogues } from '../screen/text/catalogues.ts';
import { statusOf } from '../screen/text/status.ts';
import type { StoredRun } from '../storage/stored-run.ts';
import { preferences } from '../storage/values.ts';
import { chosenLanguage } from './language.ts';

const BADGE = { background: '#2b4a78', text: '#ffffff' };
const NOTIFICATION = 'shoji-run';

/** Shows the state of a run on the toolbar button. @param watched Whether an open surface already shows it. */
export async function showBadge(run: StoredRun | undefined, watched: boolean): Promise<void> {
  await writeBadge(run ? badgeOf(run, watched) : '');
}

/** Says on the toolbar button that the proxy is connected, until a surface is opened. */
export async function showConnected(): Promise<void> {
  await writeBadge('✓');
}

async function writeBadge(text: string): Promise<void> {
  await browser.action.setBadgeBackgroundColor({ color: BADGE.background });
  await browser.action.setBadgeTextColor({ color: BADGE.text });
  await browser.action.setBadgeText({ text });
}

function badgeOf({ phase, slots }: StoredRun, watched: boolean): string {
  if (phase === 'running') return '…';
  if (watched || phase === 'cancelled') return '';
  return phase === 'done' ? String(slots.length) : '!';
}

/** Opens the result that a notification is about, in a tab: browsers open a popup or a panel only from their own buttons. */
export async function openResult(notification: string): Promise<void> {
  if (notification !== NOTIFICATION) return;
  await browser.notifications.clear(notification);
  const url = browser.runtime.getURL('popup/index.html');
  const tab = await browser.tabs.create({ url }).catch(() => undefined);
  // A browser may run without any window.
  if (tab?.windowId === undefined) await browser.windows.create({ url });
  else await browser.windows.update(tab.windowId, { focused: true });
}

/** Follows clicks on notifications, as soon as the permission for them is there. */
export function followNotifications(): void {
  // Without the permission, the API is missing.
  const { notifications }: { notifications?: typeof browser.notifications } = browser;
  if (notifications && !notifications.onClicked.hasListener(follow))
    notifications.onClicked.addListener(follow);
}

function follow(notification: string): void {
  void openResult(notification);
}

/** Shows a notification about the end of a run, if that is set. It does not contain the prompt. */
export async function notify(run: StoredRun): Promise<void> {
  const { notify } = (await preferences.read()) ?? {};
  if (!notify || !(await browser.permissions.contains({ permissions: ['notifications'] }))) return;
  const t = catalogues[await chosenLanguage()];
  await browser.notifications.create(NOTIFICATION, {
    type: 'basic',
    title: 'Shoji',
    message: run.failure ? t.failures[run.failure.kind].title : statusOf(run, t),
    iconUrl: browser.runtime.getURL('icons/icon-128.png'),
  });
}
