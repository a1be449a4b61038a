import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { rulesFromFile } from './terms.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'terms-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('reloads a changed list, and keeps the last readable one', async () => {
  const file = join(folder, 'terms.tsv');
  let seconds = 1_000;
  const write = (text: string) => {
    writeFileSync(file, text);
    utimesSync(file, ++seconds, seconds);
  };
  write('garden gnome\tillegal\t3\n');
  const errors: unknown[] = [];
  const watched = rulesFromFile(file, { lexicon: false, everyMs: 5, onError: (cause) => errors.push(cause) });
  try {
    const prompt = 'a g4rden gnome beside a plastic flamingo';
    expect(watched.match(prompt)).toMatchObject([{ category: 'illegal', span: [2, 14] }]);
    expect(watched.covers).toEqual(['illegal']);

    write('plastic flamingo\thate\t2\n');
    await expect
      .poll(() => watched.match(prompt))
      .toMatchObject([{ category: 'hate', label: 'plastic flamingo' }]);

    write('plastic flamingo\tno-such-category\n');
    await expect.poll(() => errors.length).toBeGreaterThan(0);
    expect(watched.match(prompt)).toHaveLength(1);
  } finally {
    watched.close();
  }
});

it('reports an invalid list at the start', () => {
  const file = join(folder, 'terms.tsv');
  writeFileSync(file, 'garden\n\nwall\thate\t9\n');
  expect(() => rulesFromFile(file)).toThrow(/Line 3: A severity is 1, 2, 3 or 4/);
});
