import type { SurfaceMessages } from './messages.ts';

const runs = (n: number) => (n === 1 ? '1 entry' : `${n} entries`);
const date = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full' });

/** English. */
export const en: SurfaceMessages = {
  openPanel: 'Open beside the page',
  openOptions: 'Settings',
  thisSite: 'On this site',

  chooseInPanel: {
    open: 'Choose a picture in the sidebar',
    why: 'Firefox closes this popup when a file dialog opens. The sidebar stays open. Your prompt and settings are taken along.',
  },

  setup: {
    found: {
      title: (origin) => `A proxy is running at ${origin}`,
      body: 'Press “Connect”. Your browser asks for access once.',
    },
    permission: {
      title: 'Connect to your proxy',
      body: (origin) => `Its address in the settings is ${origin}. Your browser asks for access once.`,
    },
    waiting: {
      title: (origin) => `The proxy at ${origin} has not answered yet`,
      body: 'Still waiting.',
    },
    failed: {
      unreachable: {
        title: (origin) => `No proxy answers at ${origin}`,
        body: 'Start it with “npm start” in Shoji’s folder, then try again.',
      },
      stranger: {
        title: (origin) => `Another program answers at ${origin}`,
        body: 'It is not a Shoji proxy, or it is a different version.',
      },
    },
    connect: 'Connect',
    asks: {
      chromium: (host) =>
        `Your browser will ask whether Shoji may “Read and change your data on ${host}”. Press “Allow”.`,
      firefox: (host) => `Firefox will ask whether Shoji may “Access your data for ${host}”. Press “Allow”.`,
    },
    scope: (host, origin) =>
      `Browsers give access by host, so it covers all ports of ${host}. Shoji connects only to ${origin}. You can remove the access in the settings.`,
    unanswered: 'Access was not allowed. Press “Connect” to be asked again.',
    declined: 'The extension was not allowed to connect.',
    again: 'Try again',
    otherAddress: 'Other address',
  },

  tabs: { label: 'View', create: 'Create', history: 'History' },
  history: {
    title: 'History',
    search: 'Search the prompts',
    none: 'Nothing here yet',
    noneHint:
      'Pictures that you generate, and prompts that were refused, are kept here, on this computer only.',
    first: 'Generate a picture',
    notFound: (words) => `No prompt contains “${words}”.`,
    found: runs,
    when: (milliseconds) => date.format(milliseconds),
    refused: 'Refused',
    starred: 'Favourites',
    noneStarred:
      'No favourites yet. The star of a picture adds it here, and keeps it beyond the limit of the history.',
    day: (milliseconds) => day.format(milliseconds),
    use: 'Use again',
    remove: 'Delete',
    removeHint: 'Deletes the whole run with all of its pictures.',
    removed: 'Deleted.',
    removeAll: 'Delete all',
    reallyAll: (n) => `Delete ${runs(n)} with all pictures? This cannot be undone.`,
    keep: 'Keep them',
    exportAll: 'Export',
    exportHint: 'A ZIP file with the prompts, the settings and the pictures as shown.',
    more: 'Show older entries',
  },

  check: {
    title: 'Checked picture',
    from: (host) => `A picture from ${host}`,
    fromPage: 'A picture inside the page',
    checking: 'Checking the picture.',
    permission: (host) =>
      `The browser lets Shoji read pictures from ${host} only if you allow it. The picture goes to your proxy and nowhere else.`,
    allow: 'Allow and check',
    close: 'Close',
    decisions: {
      clear: 'Would be shown',
      blur: 'Would be blurred',
      withhold: 'Would be withheld',
      unchecked: 'Could not be checked',
    },
    found: (label, by) => `${label} (${by})`,
    waitingFor: {
      site: 'The site has not answered yet. Still waiting.',
      proxy: 'The proxy has not answered yet. Still waiting.',
    },
    troubles: {
      'page-only': () =>
        'This picture exists only inside the page, where browsers do not let extensions read it. Open the picture in a separate tab, or save it and check it with “shoji check-image”.',
      drawing: () => 'This is a vector drawing (SVG). Shoji checks only pictures that consist of pixels.',
      'web-page': () => 'The address of the picture leads to a web page, not to a picture.',
      broken: () => 'The picture is damaged and cannot be decoded.',
      'too-large': () => 'The picture is larger than the proxy accepts.',
      'site-refuses': (status) =>
        `The site refused to send this picture (HTTP status ${status ?? 403}). Perhaps only signed-in visitors may see it.`,
      gone: (status) => `The picture is no longer at its address (HTTP status ${status ?? 404}).`,
      'site-failed': (status) => `The site answered with an error (HTTP status ${status ?? 500}).`,
      'site-unreachable': () => 'The site of the picture cannot be reached.',
      'site-silent': () => 'The site of the picture did not answer.',
    },
    failures: {
      'invalid-request': 'The proxy cannot read this picture: its format or size is not supported.',
      'too-large': 'The picture is larger than the proxy accepts.',
      timeout: 'The check took too long. Try again later.',
      silent: 'The proxy did not answer in time. It may still be busy.',
      'check-failed': 'A check failed. This says nothing about the picture.',
      busy: 'The proxy is busy. Try again later.',
    },
  },

  sites: {
    title: 'Sites that Shoji may read',
    hint: 'You allowed access to these sites. Access covers all ports of a host. Shoji connects only to your proxy, and to the pictures that you check.',
    none: 'None.',
    proxy: (origin) => `Host of your proxy; Shoji connects only to ${origin}`,
    pictures: 'For pictures that you have checked, or an earlier proxy',
    takeBack: 'Remove',
    takeBackFrom: (host) => `Remove the access to ${host}`,
    taken: (host) => `Shoji may no longer read ${host}.`,
    kept: (host) => `The browser keeps the access to ${host}. Remove it on the browser’s page of extensions.`,
  },

  options: {
    title: 'Settings',
    proxy: 'Proxy',
    address: 'Address',
    addressHint: 'The address of your Shoji proxy. Your prompts go there and nowhere else.',
    addressInvalid: 'This is not a valid web address. Example: http://127.0.0.1:8787',
    connect: 'Connect',
    connected: (policy) => `Connected. Policy: ${policy}.`,
    key: 'Key',
    keyHint: 'Only if the operator gave you one. It is sent in a header, never in an address.',
    remember: 'Remember the key',
    rememberHint: 'Otherwise it is deleted when the browser is closed.',
    look: 'Language and appearance',
    shortcut: 'Keyboard shortcut',
    shortcutIs: (keys) => `${keys} opens Shoji.`,
    noShortcut: 'No shortcut is set. Another extension may use the suggested keys.',
    changeShortcut: 'Change the shortcut',
    changeShortcutByHand:
      'The browser does not open its settings from here. Open about:addons, the gear menu, “Manage Extension Shortcuts”.',
    defaults: 'Form defaults',
    defaultsHint: 'You can change each of these before every picture.',
    stricter: 'Blur more',
    stricterHint:
      'Your own settings, in addition to the operator’s policy. They can only blur more, never less.',
    everything: 'Blur every picture until I reveal it',
    neverReveal: 'Never reveal blurred pictures',
    categories: 'Blur pictures that may show',
    categoriesHint: 'Even if a check is not sure.',
    notices: 'When a picture is ready',
    notify: 'Show a notification',
    notifyHint:
      'Only while Shoji is not open. Your browser asks for permission. The prompt is never part of the notification.',
    notifyRefused: 'The extension was not allowed to show notifications.',
  },
};
