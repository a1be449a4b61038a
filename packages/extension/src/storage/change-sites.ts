import type { Sites } from './sites.ts';
import { missingHosts, sites } from './values.ts';

/** Runs a read-modify-write under a lock that the surfaces and the background share, so that no change is lost. */
function alone<Result>(change: () => Promise<Result>): Promise<Result> {
  return navigator.locks.request('shoji-sites', change);
}

/** Changes which sites have what turned on. @returns The sites after the change. */
export function changeSites(change: (before: Sites) => Sites | Promise<Sites>): Promise<Sites> {
  return alone(async () => {
    const before = (await sites.read()) ?? {};
    const after = await change(before);
    if (after !== before) await sites.write(after);
    return after;
  });
}

/** Changes the noted hosts of a site's pictures, which the extension may not read. */
export function changeMissingHosts(
  site: string,
  change: (before: readonly string[]) => readonly string[],
): Promise<void> {
  return alone(async () => {
    const noted = (await missingHosts.read()) ?? {};
    const before = noted[site] ?? [];
    const after = change(before);
    if (after !== before) await missingHosts.write({ ...noted, [site]: [...after] });
  });
}
