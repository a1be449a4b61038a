import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { randomFrom } from '@shoji/core/text';
import { afterAll, describe, expect, it } from 'vitest';
import { expandGrammar, readGrammar } from './grammar.ts';

const folder = mkdtempSync(join(tmpdir(), 'grammar-'));
afterAll(() => rmSync(folder, { recursive: true }));

function grammar(text: string) {
  const file = join(folder, 'grammar.txt');
  writeFileSync(file, text);
  return readGrammar(pathToFileURL(file));
}
const about = { language: 'en', source: 'test' };
const expanded = (text: string) => expandGrammar(grammar(text), about, randomFrom(1));

describe('a grammar', () => {
  it('makes the requested number of different prompts of a root, with its label', () => {
    const prompts = expanded('# why\n= plain: safe 4\na {thing} <here|there>\n= thing\ndog\ncat\n');
    expect(new Set(prompts.map(({ text }) => text))).toEqual(
      new Set(['a dog here', 'a dog there', 'a cat here', 'a cat there']),
    );
    expect(prompts[0]).toMatchObject({ unsafe: false, language: 'en', source: 'test', at: 'test: plain' });
  });

  it('makes unsafe prompts of a category, and at most as many as exist', () => {
    const prompts = expanded('= plain: violence 9\na dog\n');
    expect(prompts).toMatchObject([{ text: 'a dog', unsafe: true, category: 'violence' }]);
  });

  it('writes no space before a comma', () =>
    expect(expanded('= plain: safe 1\na dog , a  cat\n')[0]?.text).toBe('a dog, a cat'));

  it.each([
    ['a dog\n', /is in no table/],
    ['= plain: safe 1\na {thing}\n', /refers to "thing"/],
    ['= plain: safe 1\n', /is empty/],
  ])('that is malformed throws: %j', (text, message) => expect(() => grammar(text)).toThrow(message));

  it('that refers to itself throws', () =>
    expect(() => expanded('= plain: safe 1\na {plain}\n')).toThrow(/refers to itself/));
});
