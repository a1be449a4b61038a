import { expect, it } from 'vitest';
import { changedLines } from './repository.ts';

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
