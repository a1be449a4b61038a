import type { PageAnswers, PageMessage, SITES_CHANGED } from './protocol.ts';

/** The part of the extension API that content scripts use, without a library that would be loaded into every page. */
declare const chrome: {
  readonly runtime: {
    sendMessage<Message extends PageMessage>(message: Message): Promise<PageAnswers[Message['type']]>;
    readonly onMessage: Listeners;
  };
};
interface Listeners {
  addListener(listener: (message: typeof SITES_CHANGED) => void): void;
  removeListener(listener: (message: typeof SITES_CHANGED) => void): void;
}

/**
 * Asks the background.
 * @throws if the extension was removed or updated since the page was opened
 */
export async function ask<Message extends PageMessage>(
  message: Message,
): Promise<PageAnswers[Message['type']]> {
  return chrome.runtime.sendMessage(message);
}

/** Calls back whenever something was turned on or off at any site. Returns a function that stops it. */
export function onSitesChanged(listener: () => void): () => void {
  const hear = (message: typeof SITES_CHANGED) => {
    if (message.type === 'sites-changed') listener();
  };
  chrome.runtime.onMessage.addListener(hear);
  return () => {
    // It throws once the extension was removed or updated.
    try {
      chrome.runtime.onMessage.removeListener(hear);
    } catch {
      return;
    }
  };
}
