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
    pictures: {
      label: 'Cover pictures on this site until they are checked',
      hint: 'Each picture is sent to your proxy, and stays covered until the proxy has judged it. Pictures under 64 pixels, videos and canvases are not covered.',
    },
  },
  scope: (host) =>
    `The access is for all pages and ports of ${host}. You can remove it in the settings at any time.`,
  declined: 'The browser did not give the access, so nothing was turned on.',
  turnedOn: (host) => `Turned on for ${host}.`,
  turnedOff: (host) => `Turned off for ${host}.`,
  noSite: 'Extensions cannot work on this page. Open a page of a website first.',
  listed: { textBoxes: 'Underlines in text boxes', pictures: 'Covers pictures until they are checked' },
  notConnected: 'Connect Shoji to a proxy first: without its policy there is nothing to check against.',

  box: {
    title: 'Concerns of the policy',
    open: (concerns) =>
      `Shoji: ${concerns === 1 ? '1 concern' : `${concerns} concerns`} about this text (Ctrl + .)`,
    inPlaceOf: (before, choice) => `${before} → ${choice}`,
    unread: {
      title: 'This text is not checked',
      open: 'Shoji: this text is not checked (Ctrl + .)',
      tooLong: (most) =>
        `It has more than ${most.toLocaleString('en')} characters. Shoji checks texts up to that length only.`,
      tooManyReadings:
        'It has rows of signs or nested choices with more readings than Shoji can check. Leave some of them out.',
    },
    close: 'Close',
  },

  picture: {
    title: 'Covered picture',
    states: {
      blur: 'The policy covers this picture',
      withhold: 'The policy never shows this picture',
      unchecked: 'This picture could not be checked',
    },
    reveal: 'Reveal it',
    again: 'Try again',
    allow: 'Allow in Shoji’s side panel',
    close: 'Close',
    covered: (pictures) => `Covered: ${pictures}`,
    next: (pictures) =>
      `Shoji: ${pictures === 1 ? '1 picture is' : `${pictures} pictures are`} covered. Go to the next`,
    gone: 'Shoji was updated or removed. Load the page again.',
    unanswered: 'Shoji does not know the site of this frame, or the picture is too large.',
    drawing: 'This is a drawing (SVG) of another site. Shoji checks pictures made of pixels only.',
    hosts:
      'Pictures of this site come from other hosts, which Shoji may not read yet. They stay covered as long as you do not allow it.',
    allowHost: (host) => `Allow ${host}`,
  },
};
