import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const dependencies = z.record(z.string(), z.string()).optional();

/** The fields of package.json that the packer needs. */
export const manifestSchema = z.looseObject({
  name: z.string(),
  version: z.string(),
  private: z.boolean().optional(),
  bin: z.record(z.string(), z.string()).optional(),
  exports: z.record(z.string(), z.union([z.string(), z.record(z.string(), z.string())])).optional(),
  files: z.array(z.string()).optional(),
  dependencies,
  optionalDependencies: dependencies,
  peerDependencies: dependencies,
});

export type Manifest = z.infer<typeof manifestSchema>;

export interface WorkspacePackage {
  /** Absolute path of its folder. */
  readonly folder: string;
  readonly manifest: Manifest;
}

/** The packages of this workspace that can be published, each after those that it depends on. */
export function publishedPackages(): WorkspacePackage[] {
  const found = readdirSync(join(ROOT, 'packages'))
    .map((name) => readPackage(join(ROOT, 'packages', name)))
    .filter(({ manifest }) => manifest.private !== true);
  const sorted: WorkspacePackage[] = [];
  const place = (wanted: WorkspacePackage) => {
    if (sorted.includes(wanted)) return;
    for (const name of dependencyNames(wanted.manifest)) {
      const dependency = found.find(({ manifest }) => manifest.name === name);
      if (dependency) place(dependency);
    }
    sorted.push(wanted);
  };
  for (const one of found) place(one);
  return sorted;
}

function readPackage(folder: string): WorkspacePackage {
  const manifest = manifestSchema.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
  return { folder, manifest };
}

function dependencyNames({ dependencies, optionalDependencies, peerDependencies }: Manifest): string[] {
  return Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies });
}
