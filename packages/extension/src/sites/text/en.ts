import type { SiteMessages } from './messages.ts';

/** English. */
export const en: SiteMessages = {
  on: (host) => `On ${host}`,
  thisSite: 'On this page',
  features: {
    textBoxes: {
      label: 'Underline in text boxes on this site',
      hint: 'Marks what your proxy’s policy would object to while you type, and offers other words. The check runs inside the browser; nothing is sent.',
    },
  },
  scope: (host) =>
    `The access is for all pages and ports of ${host}. You can remove it in the settings at any time.`,
  declined: 'The browser did not give the access, so nothing was turned on.',
  turnedOn: (host) => `Turned on for ${host}.`,
  turnedOff: (host) => `Turned off for ${host}.`,
  noSite: 'Extensions cannot work on this page. Open a page of a website first.',
  listed: { textBoxes: 'Underlines in text boxes' },
  notConnected: 'Connect Shoji to a proxy first: without its policy there is nothing to check against.',

  box: {
    title: 'Concerns of the policy',
    open: (concerns) =>
      `Shoji: ${concerns === 1 ? '1 concern' : `${concerns} concerns`} about this text (Ctrl + .)`,
    inPlaceOf: (before, choice) => `${before} → ${choice}`,
    close: 'Close',
  },
};
