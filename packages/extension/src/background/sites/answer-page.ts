import browser from 'webextension-polyfill';
import type { PageAnswers, PageMessage } from '../../sites/protocol.ts';
import { storedConnection } from '../../storage/connection.ts';
import { featuresAt, type SiteFeatures } from '../../storage/sites.ts';
import { shownSite, sites } from '../../storage/values.ts';
import { chosenLanguage } from '../language.ts';
import { coverFrame } from './cover-frame.ts';
import { judgePicture } from './judge-picture.ts';
import { lint } from './lint.ts';
import type { PageSender } from './page-messages.ts';
import { readText, refuseText } from './read-text.ts';

/**
 * Answers a content script.
 * @param pattern The site of its page.
 * @param sender The frame that it runs in.
 * @returns `undefined` where the person has not turned on what it asks for, or has taken the access back.
 */
export async function answerPage(
  message: PageMessage,
  pattern: string,
  sender: PageSender,
): Promise<PageAnswers[PageMessage['type']]> {
  const features = await featuresNow(pattern);
  switch (message.type) {
    case 'site-features':
      return features;
    case 'cover-frame':
      if (features.pictures) await coverFrame(sender);
      return undefined;
    case 'judge-picture':
      return features.pictures
        ? judgePicture(message, pattern, await storedConnection(), await chosenLanguage())
        : undefined;
    case 'show-site':
      await shownSite.write(pattern);
      return undefined;
    case 'read-text':
      return features.textBoxes ? readText(message.text, lint, await chosenLanguage()) : undefined;
    case 'long-text':
      return features.textBoxes ? refuseText('tooLong', await chosenLanguage()) : undefined;
  }
}

async function featuresNow(pattern: string): Promise<SiteFeatures> {
  const [stored, allowed] = await Promise.all([
    sites.read(),
    browser.permissions.contains({ origins: [pattern] }),
  ]);
  return featuresAt(allowed ? stored : {}, pattern);
}
