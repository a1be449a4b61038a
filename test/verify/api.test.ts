import { describe, expect, it } from 'vitest';
import { apiChanges } from '../../scripts/pack/api-report.ts';
import { publishedPackages } from '../../scripts/pack/workspace.ts';

const packages = publishedPackages().map((pack) => [pack.manifest.name, pack] as const);

describe.each(packages)('the public API of %s', (_, pack) => {
  it('matches its report in the repository; after an intended change, run npm run api:update', () => {
    expect(apiChanges(pack, false)).toEqual([]);
  });
});
