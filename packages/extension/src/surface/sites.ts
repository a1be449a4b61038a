import { browser } from '../browser.ts';
import { changeMissingHosts, changeSites } from '../storage/change-sites.ts';
import { type SiteFeature, withFeature } from '../storage/sites.ts';

/**
 * Turns a feature on for a site. Call it before any `await`: browsers show their question only in direct response to a
 * click.
 * @param pattern Match pattern of the site's host.
 * @returns Whether the browser gave the access; without it nothing is turned on.
 */
export async function turnOn(pattern: string, feature: SiteFeature): Promise<boolean> {
  const given = await browser.permissions.request({ origins: [pattern] }).catch(() => false);
  if (given) await change(pattern, feature, true);
  return given;
}

/** Turns a feature off for a site. The access stays until it is taken back in the settings. */
export function turnOff(pattern: string, feature: SiteFeature): Promise<void> {
  return change(pattern, feature, false);
}

async function change(pattern: string, feature: SiteFeature, on: boolean): Promise<void> {
  await changeSites((before) => withFeature(before, pattern, feature, on));
}

/** Asks the browser for access to a host of a site's pictures. Call it before any `await`. */
export async function allowHost(site: string, pattern: string): Promise<void> {
  const given = await browser.permissions.request({ origins: [pattern] }).catch(() => false);
  if (given) await changeMissingHosts(site, (hosts) => hosts.filter((host) => host !== pattern));
}
