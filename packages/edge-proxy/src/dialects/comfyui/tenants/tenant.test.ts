import { expect, it } from 'vitest';
import { tenantOf } from './tenant.ts';

it('gives each caller stable names that no other caller has', () => {
  const [mine, again, yours] = [tenantOf('me'), tenantOf('me'), tenantOf('you')];
  expect(mine.folder).toMatch(/^shoji-[qxzjvwhp]{16}$/);
  expect([again.folder, again.sid('a')]).toEqual([mine.folder, mine.sid('a')]);
  expect(mine.sid('a')).toMatch(/^[\da-f]{32}$/);
  expect(new Set([mine.sid('a'), mine.sid('b'), yours.sid('a')]).size).toBe(3);
  expect(yours.folder).not.toBe(mine.folder);
  expect(mine.id).toBe('me');
});
