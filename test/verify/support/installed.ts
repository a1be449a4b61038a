import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.looseObject({ version: z.string().optional(), hasInstallScript: z.boolean().optional() }),
  ),
});

export interface InstalledPackage {
  readonly name: string;
  /** Its folder, relative to the project's. */
  readonly path: string;
  readonly hasInstallScript: boolean;
}

/** Every package that npm installed in a project, dependencies of dependencies too. */
export function installedPackages(folder: string): InstalledPackage[] {
  const text = readFileSync(join(folder, 'node_modules/.package-lock.json'), 'utf8');
  return Object.entries(lockSchema.parse(JSON.parse(text)).packages).map(([path, { hasInstallScript }]) => ({
    name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
    path,
    hasInstallScript: hasInstallScript ?? false,
  }));
}
