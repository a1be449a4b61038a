import { beforeEach, describe, expect, it } from 'vitest';
import type { StoredRun } from '../storage/stored-run.ts';
import { fakeBrowser } from '../testing/fake-browser.ts';
import { INPUT } from '../testing/runs.ts';

const { startRun } = await import('../screen/state/run.ts');
const { parsePreferences } = await import('../storage/preferences.ts');
const { followNotifications, notify, openResult, showBadge } = await import('./announce.ts');

let browser: ReturnType<typeof fakeBrowser>;
beforeEach(() => {
  browser = fakeBrowser();
});

const image = { decision: 'clear', findings: [], warnings: [], attempt: 1 } as const;
const runOf = (changes: Partial<StoredRun> = {}): StoredRun => ({
  ...startRun(1, { ...INPUT, n: 2 }),
  slots: [
    { status: 'screened', image },
    { status: 'screened', image },
  ],
  ...changes,
});

describe('the badge', () => {
  it.each([
    ['…', runOf(), false],
    ['…', runOf(), true],
    ['2', runOf({ phase: 'done' }), false],
    ['!', runOf({ phase: 'failed' }), false],
    ['!', runOf({ phase: 'refused' }), false],
    ['', runOf({ phase: 'cancelled' }), false],
    // An open surface shows the status itself.
    ['', runOf({ phase: 'done' }), true],
    ['', runOf({ phase: 'failed' }), true],
    ['', undefined, false],
  ])('shows %j (%#)', async (text, run, watched) => {
    await showBadge(run, watched);
    expect(browser.given('action.setBadgeText')).toEqual([{ text }]);
    expect(browser.given('action.setBadgeBackgroundColor')).toEqual([{ color: '#2b4a78' }]);
    expect(browser.given('action.setBadgeTextColor')).toEqual([{ color: '#ffffff' }]);
  });
});

describe('the notification', () => {
  const wished = (language?: 'en') => {
    browser.state.stored.local.preferences = parsePreferences({ notify: true, language });
    browser.state.granted.add('notifications');
  };

  it('tells how a run ended without its prompt, in the browser’s language by default', async () => {
    wished();
    await notify(runOf({ phase: 'done' }));
    expect(browser.given('notifications.create')).toEqual(['shoji-run']);
    const [shown] = browser.calls('notifications.create').map(([, options]) => options);
    expect(shown).toEqual({
      type: 'basic',
      title: 'Shoji',
      message: '完了しました。表示 2 枚。',
      iconUrl: 'extension://shoji/icons/icon-128.png',
    });
    expect(JSON.stringify(shown)).not.toContain(INPUT.prompt);
  });

  it('tells what failed, in the chosen language', async () => {
    wished('en');
    await notify(runOf({ phase: 'failed', failure: { kind: 'busy' } }));
    expect(browser.calls('notifications.create')[0]?.[1]).toMatchObject({
      message: 'The image model is busy',
    });
  });

  it('is not shown unless the creator wants it and the browser permits it', async () => {
    browser.state.granted.add('notifications');
    await notify(runOf({ phase: 'done' }));
    browser.state.granted.clear();
    browser.state.stored.local.preferences = parsePreferences({ notify: true });
    await notify(runOf({ phase: 'done' }));
    expect(browser.given('notifications.create')).toEqual([]);
  });
});

describe('a click on the notification', () => {
  const POPUP = { url: 'extension://shoji/popup/index.html' };

  it('opens the result in a tab, in front, and takes the notification away', async () => {
    await openResult('shoji-run');
    expect(browser.given('notifications.clear')).toEqual(['shoji-run']);
    expect(browser.given('tabs.create')).toEqual([POPUP]);
    expect(browser.calls('windows.update')).toEqual([[7, { focused: true }]]);
    expect(browser.calls('windows.create')).toEqual([]);
  });

  it('opens a window if no window is open', async () => {
    browser.state.window = {};
    await openResult('shoji-run');
    expect(browser.given('windows.create')).toEqual([POPUP]);
    expect(browser.calls('windows.update')).toEqual([]);
  });

  it('is of ours only', async () => {
    await openResult('another');
    expect(browser.calls('tabs.create')).toEqual([]);
  });

  it('is followed once, however often the permission is given', async () => {
    followNotifications();
    followNotifications();
    expect(browser.notificationClicked.tell('shoji-run')).toHaveLength(1);
    await expect.poll(() => browser.calls('tabs.create')).toHaveLength(1);
  });
});
