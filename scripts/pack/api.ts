// Writes the reports of the public API anew: `npm run api:update`.
import { apiChanges } from './api-report.ts';
import { buildDist } from './build.ts';
import { publishedPackages } from './workspace.ts';

const packages = publishedPackages();
for (const one of packages) buildDist(one);
const changed = packages.flatMap((one) => apiChanges(one, true));
for (const { report } of changed) console.log(report);
if (changed.length === 0) console.log('Every report is up to date.');
