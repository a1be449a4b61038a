import browser from 'webextension-polyfill';
import { type Language, preferredLanguage } from '../screen/text/languages.ts';
import { preferences } from '../storage/values.ts';

/** The language that the person has chosen, else the browser's. */
export async function chosenLanguage(): Promise<Language> {
  const { language } = (await preferences.read()) ?? {};
  return preferredLanguage([language ?? '', browser.i18n.getUILanguage()]);
}
