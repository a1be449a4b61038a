// Writes the reports of the public API anew: `npm run api:update`.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { apiChanges } from './api-report.ts';
import { buildDist } from './build.ts';
import { publishedPackages } from './workspace.ts';

const packages = publishedPackages();
for (const one of packages) buildDist(one);
const changed = packages.flatMap((one) => {
  // Reports of removed entry points are deleted.
  rmSync(join(one.folder, 'api'), { recursive: true, force: true });
  return apiChanges(one, true);
});
for (const { report } of changed) console.log(report);
