/** An event of the extension API. */
function happening<Given extends readonly unknown[]>() {
  const listeners = new Set<(...given: Given) => unknown>();
  return {
    addListener: (listener: (...given: Given) => unknown) => void listeners.add(listener),
    hasListener: (listener: (...given: Given) => unknown) => listeners.has(listener),
    removeListener: (listener: (...given: Given) => unknown) => void listeners.delete(listener),
    /** Calls every listener and returns their results. */
    tell: (...given: Given) => [...listeners].map((listener) => listener(...given)),
  };
}

type Change = Readonly<Record<string, { readonly newValue?: unknown }>>;
interface Permissions {
  readonly origins?: readonly string[];
  readonly permissions?: readonly string[];
}

/** State of the fake browser, which tests may change. */
interface State {
  readonly stored: Record<'local' | 'session', Record<string, unknown>>;
  /** Granted permissions: origins and names. */
  readonly granted: Set<string>;
  /** Permissions that were given with the installation. */
  readonly required: Set<string>;
  /** Keys that open the popup. */
  shortcut: string;
  /** Whether the browser can open its settings for shortcuts, as Firefox can. */
  hasShortcutSettings: boolean;
  /** Whether the person grants the next permission requests. A browser that cannot ask throws. */
  consents: boolean | 'cannot-ask';
  /** Whether a background receives messages. */
  background: boolean;
  /** Whether a popup can be opened without a click. */
  canOpenPopup: boolean;
  window: { readonly id?: number; readonly width?: number };
  /** The tab of the surface; a popup has none. */
  tab: object | undefined;
  /** Tabs with their pages. A page without a content script does not answer messages. */
  tabs: readonly { readonly id?: number; readonly url?: string; readonly hears?: boolean }[];
  /** Registered content scripts, by their ids. */
  readonly scripts: Map<string, { readonly id: string; readonly matches?: readonly string[] }>;
}

/** A single object for all tests, because the polyfill keeps the one it finds when it is first imported. */
const api = {};
Object.assign(globalThis, { chrome: { runtime: { id: 'shoji' } }, browser: api });

/**
 * The extension API for tests without a browser. Each call resets it.
 * Import this module before any module that uses the extension API.
 * @param held Storage answers only at `answer()`, so that a test can order answers and change events.
 */
export function fakeBrowser({ held = false }: { held?: boolean } = {}) {
  const calls: { readonly name: string; readonly given: readonly unknown[] }[] = [];
  const waiting: (() => void)[] = [];
  const events = {
    storageChanged: happening<[changes: Change, area: string]>(),
    permissionAdded: happening<[Permissions]>(),
    permissionRemoved: happening<[Permissions]>(),
    message: happening<[message: unknown, sender: unknown]>(),
    connect: happening<[port: unknown]>(),
    disconnect: happening<[]>(),
    menuClicked: happening<[info: unknown, tab: unknown]>(),
    installed: happening<[]>(),
    focusChanged: happening<[window: number]>(),
    notificationClicked: happening<[id: string]>(),
  };
  const state: State = {
    stored: { local: {}, session: {} },
    granted: new Set(),
    required: new Set(),
    shortcut: 'Alt+Shift+S',
    hasShortcutSettings: false,
    consents: true,
    background: true,
    canOpenPopup: true,
    window: { id: 7, width: 1000 },
    tab: undefined,
    tabs: [],
    scripts: new Map(),
  };

  const record =
    <Value>(name: string, answer: () => Value) =>
    async (...given: readonly unknown[]): Promise<Value> => {
      calls.push({ name, given });
      return answer();
    };
  const later = <Value>(value: Value): Promise<Value> =>
    held ? new Promise((resolve) => waiting.push(() => resolve(value))) : Promise.resolve(value);
  const write = (name: string) => async (scripts: readonly { readonly id: string }[]) => {
    calls.push({ name, given: scripts });
    for (const script of scripts) state.scripts.set(script.id, script);
  };
  const namesOf = ({ origins = [], permissions = [] }: Permissions) => [...origins, ...permissions];

  const areaOf = (area: 'local' | 'session') => ({
    get: (name: string) => later({ [name]: state.stored[area][name] }),
    set(items: Record<string, unknown>) {
      Object.assign(state.stored[area], items);
      for (const [name, newValue] of Object.entries(items))
        events.storageChanged.tell({ [name]: { newValue } }, area);
      return later(undefined);
    },
    remove(name: string) {
      delete state.stored[area][name];
      events.storageChanged.tell({ [name]: {} }, area);
      return later(undefined);
    },
  });

  Object.assign(api, {
    storage: { local: areaOf('local'), session: areaOf('session'), onChanged: events.storageChanged },
    permissions: {
      getAll: async () => ({
        origins: [...state.granted].filter((name) => name.includes('://')),
        permissions: [...state.granted].filter((name) => !name.includes('://')),
      }),
      contains: async (wanted: Permissions) => namesOf(wanted).every((name) => state.granted.has(name)),
      async request(wanted: Permissions) {
        calls.push({ name: 'permissions.request', given: [wanted] });
        if (state.consents === 'cannot-ask') throw new Error('may only be called from a user input handler');
        if (!state.consents) return false;
        for (const name of namesOf(wanted)) state.granted.add(name);
        events.permissionAdded.tell(wanted);
        return true;
      },
      async remove(given: Permissions) {
        if (namesOf(given).some((name) => state.required.has(name))) throw new Error('required');
        for (const name of namesOf(given)) state.granted.delete(name);
        events.permissionRemoved.tell(given);
        return true;
      },
      onAdded: events.permissionAdded,
      onRemoved: events.permissionRemoved,
    },
    runtime: {
      id: 'shoji',
      getURL: (path: string) => `extension://shoji/${path}`,
      getPlatformInfo: record('runtime.getPlatformInfo', () => ({})),
      openOptionsPage: record('runtime.openOptionsPage', () => undefined),
      async sendMessage(message: unknown) {
        calls.push({ name: 'runtime.sendMessage', given: [message] });
        if (!state.background) throw new Error('Could not establish connection.');
      },
      connect(options: unknown) {
        calls.push({ name: 'runtime.connect', given: [options] });
        return { onDisconnect: events.disconnect };
      },
      onMessage: events.message,
      onConnect: events.connect,
      onInstalled: events.installed,
    },
    windows: {
      getCurrent: async () => state.window,
      create: record('windows.create', () => undefined),
      update: record('windows.update', () => undefined),
      onFocusChanged: events.focusChanged,
    },
    tabs: {
      getCurrent: async () => state.tab,
      async create(options: unknown) {
        calls.push({ name: 'tabs.create', given: [options] });
        if (state.window.id === undefined) throw new Error('No current window');
        return { windowId: state.window.id };
      },
      async query(query: { url?: readonly string[] }) {
        const { url } = query;
        calls.push({ name: 'tabs.query', given: [query] });
        const isMatched = (tab: { url?: string }) =>
          url?.some((pattern) => tab.url?.startsWith(pattern.replace(/\*$/, '')));
        return state.tabs.filter((tab) => url === undefined || isMatched(tab));
      },
      async sendMessage(id: number, message: unknown) {
        if (!state.tabs.some((tab) => tab.id === id && tab.hears))
          throw new Error('Receiving end does not exist.');
        calls.push({ name: 'tabs.sendMessage', given: [id, message] });
      },
    },
    scripting: {
      getRegisteredContentScripts: async ({ ids }: { ids: readonly string[] }) =>
        ids.flatMap((id) => state.scripts.get(id) ?? []),
      registerContentScripts: write('scripting.registerContentScripts'),
      updateContentScripts: write('scripting.updateContentScripts'),
      async unregisterContentScripts({ ids }: { ids: readonly string[] }) {
        for (const id of ids) state.scripts.delete(id);
      },
      insertCSS: record('scripting.insertCSS', () => undefined),
      executeScript: record('scripting.executeScript', () => []),
    },
    commands: {
      getAll: async () => [{ name: 'other' }, { name: '_execute_action', shortcut: state.shortcut }],
      get openShortcutSettings() {
        return state.hasShortcutSettings
          ? record('commands.openShortcutSettings', () => undefined)
          : undefined;
      },
    },
    sidebarAction: { open: record('sidebarAction.open', () => undefined) },
    action: {
      async openPopup() {
        calls.push({ name: 'action.openPopup', given: [] });
        if (!state.canOpenPopup) throw new Error('Could not find an active browser window.');
      },
      setBadgeBackgroundColor: record('action.setBadgeBackgroundColor', () => undefined),
      setBadgeTextColor: record('action.setBadgeTextColor', () => undefined),
      setBadgeText: record('action.setBadgeText', () => undefined),
    },
    notifications: {
      create: record('notifications.create', () => 'id'),
      clear: record('notifications.clear', () => true),
      onClicked: events.notificationClicked,
    },
    contextMenus: {
      removeAll: record('contextMenus.removeAll', () => undefined),
      create: record('contextMenus.create', () => undefined),
      onClicked: events.menuClicked,
    },
    i18n: { getMessage: (name: string) => `message ${name}`, getUILanguage: () => 'ja-JP' },
  });

  return {
    ...events,
    state,
    /** Arguments of each call of a method, in order. */
    calls: (name: string) => calls.filter((call) => call.name === name).map(({ given }) => given),
    /** First argument of each call of a method, in order. */
    given: (name: string) => calls.filter((call) => call.name === name).map(({ given }) => given[0]),
    /** Releases all pending answers of storage, and those that are requested because of them. */
    async answer(): Promise<void> {
      for (let round = 0; round < 5; round++) {
        for (const release of waiting.splice(0)) release();
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}

fakeBrowser();
