import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { changedFrom, changedLines } from './repository.ts';

const folder = mkdtempSync(join(tmpdir(), 'shoji-changed-'));
afterAll(() => rmSync(folder, { recursive: true }));
const who = ['-c', 'user.name=A', '-c', 'user.email=a@example.org', '-c', 'commit.gpgsign=false'];
const git = (...args: string[]) =>
  execFileSync('git', [...who, ...args], { cwd: folder, encoding: 'utf8', stdio: 'pipe' }).trim();
const commit = () => git('commit', '--quiet', '--allow-empty', '-m', 'one');

it('changedFrom() is the last release before this commit, ten commits ago, or nothing', () => {
  expect(changedFrom(folder)).toBeUndefined();
  git('init', '--quiet');
  commit();
  expect(changedFrom(folder)).toBeUndefined();
  const first = git('rev-parse', 'HEAD');
  for (let count = 1; count <= 10; count += 1) commit();
  expect(changedFrom(folder)).toBe(first);
  commit();
  expect(changedFrom(folder)).toBe(git('rev-parse', 'HEAD~10'));
  git('tag', 'v1.0.0', 'HEAD~2');
  expect(changedFrom(folder)).toBe('v1.0.0');
  git('tag', 'v1.1.0');
  expect(changedFrom(folder)).toBe('v1.0.0');
});

it('changedLines() reads which lines a diff adds', () => {
  const diff = [
    'diff --git a/a.ts b/a.ts',
    '--- a/a.ts',
    '+++ b/a.ts',
    '@@ -1 +1 @@ function f() {',
    '-a',
    '+b',
    '@@ -7,0 +8,3 @@',
    '+c',
    '+d',
    '+e',
    '@@ -12,2 +15,0 @@',
    '-f',
    '-g',
    'diff --git a/b.ts b/b.ts',
    '--- /dev/null',
    '+++ b/b.ts',
    '@@ -0,0 +1,2 @@',
    '+a',
    '+b',
    '',
  ].join('\n');
  expect(changedLines(diff)).toEqual(
    new Map([
      ['a.ts', new Set([1, 8, 9, 10])],
      ['b.ts', new Set([1, 2])],
    ]),
  );
});
