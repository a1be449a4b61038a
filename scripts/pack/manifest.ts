import { SOURCE_CONDITION } from '../source-condition.ts';
import { type Manifest, manifestSchema, type WorkspacePackage } from './workspace.ts';

/** Fields that only work in this workspace. */
const OURS = ['private', 'scripts', 'devDependencies'];

/**
 * The package.json of the packed package: without the source condition, and with versions in place of `workspace:`.
 * @throws Error when a field that every packed package needs is missing.
 */
export function packedManifest(manifest: Manifest, all: readonly WorkspacePackage[]): Manifest {
  for (const field of ['description', 'license', 'engines', 'files', 'sideEffects'])
    if (manifest[field] === undefined) throw new Error(`${manifest.name}: package.json has no "${field}".`);
  const kept = Object.entries(manifest).filter(([field]) => !OURS.includes(field));
  return manifestSchema.parse({
    ...Object.fromEntries(kept),
    exports: { ...withoutSource(manifest.exports ?? {}), './package.json': './package.json' },
    ...versions('dependencies', manifest, all),
    ...versions('optionalDependencies', manifest, all),
    ...versions('peerDependencies', manifest, all),
  });
}

function withoutSource(exports: NonNullable<Manifest['exports']>): NonNullable<Manifest['exports']> {
  return Object.fromEntries(
    Object.entries(exports).map(([path, target]) => {
      if (typeof target === 'string') return [path, target];
      const { [SOURCE_CONDITION]: _, ...conditions } = target;
      return [path, conditions];
    }),
  );
}

function versions(
  field: 'dependencies' | 'optionalDependencies' | 'peerDependencies',
  manifest: Manifest,
  all: readonly WorkspacePackage[],
): Partial<Manifest> {
  const wanted = manifest[field];
  if (wanted === undefined) return {};
  const entries = Object.entries(wanted).map(([name, range]) => [
    name,
    range.startsWith('workspace:') ? versionOf(name, manifest, all) : range,
  ]);
  return { [field]: Object.fromEntries(entries) };
}

function versionOf(name: string, { name: dependent }: Manifest, all: readonly WorkspacePackage[]): string {
  const found = all.find(({ manifest }) => manifest.name === name);
  if (!found) throw new Error(`${dependent} depends on ${name}, which is not published.`);
  return found.manifest.version;
}
