import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { presets } from '@shoji/core';
import { fakeGenerator, fakeModerator, fakeRules } from '@shoji/core/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { completeConfig, peopleRules } from '../../config.ts';
import { ConfigError } from './config-error.ts';
import { loadConfig } from './load-config.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shoji-people-'));
  mkdirSync(join(folder, 'config'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Loads a configuration below the working directory that names these people. */
function loaded(people: unknown) {
  const file = join('config', 'shoji.config.mjs');
  writeFileSync(join(folder, file), `export default { people: ${JSON.stringify(people)} };`);
  return loadConfig(folder, file);
}

describe('the people of a configuration', () => {
  it('are read from a file beside it', async () => {
    writeFileSync(join(folder, 'config/people.txt'), '# The board\nJane Example\n');
    expect(await loaded('people.txt')).toEqual({ people: ['Jane Example'] });
  });

  it('may be listed in it', async () => {
    expect(await loaded(['Jane Example', 'Jörg Muster'])).toEqual({
      people: ['Jane Example', 'Jörg Muster'],
    });
  });

  it.each<[string, unknown, RegExp]>([
    ['a missing file', 'nowhere.txt', /shoji\.config\.mjs: people: .*nowhere\.txt: ENOENT/],
    ['a malformed file', 'people.txt', /people\.txt: Line 2: write one name a line/],
    [
      'a malformed list',
      ['Jane Example', 'X'],
      /shoji\.config\.mjs: people: Line 2: a name needs at least 5/,
    ],
    ['an empty path', '', /people/],
    ['something else', 7, /people/],
  ])('are refused: %s', async (_, people, message) => {
    writeFileSync(join(folder, 'config/people.txt'), 'Jane Example\nA, B\n');
    await expect(loaded(people)).rejects.toThrow(ConfigError);
    await expect(loaded(people)).rejects.toThrow(message);
  });
});

describe('peopleRules', () => {
  it('finds them beside every other check of prompts', () => {
    const defaults = {
      policy: presets.standard,
      prompt: [fakeRules()],
      generator: fakeGenerator(),
      image: [fakeModerator()],
      prices: {},
    };
    const names = (people?: string[]) => completeConfig({ people }, defaults).prompt.map(({ name }) => name);
    expect(names()).toEqual([fakeRules().name]);
    expect(names(['Jane Example'])).toEqual([fakeRules().name, 'named-people']);
    const [rules] = peopleRules({ people: ['Jane Example'] });
    expect(rules?.match('jane example')).toHaveLength(1);
  });

  it('refuses a file that was not read', () => {
    expect(() => peopleRules({ people: 'people.txt' })).toThrow('Give the names as a list');
  });
});
