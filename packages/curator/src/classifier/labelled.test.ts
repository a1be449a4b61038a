import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type LabelledOptions, readLabelledPrompts } from './labelled.ts';

const root = mkdtempSync(join(tmpdir(), 'shoji-labelled-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

function read(content: string, options?: LabelledOptions) {
  const file = join(root, 'data.csv');
  writeFileSync(file, content);
  return readLabelledPrompts(file, options).map(({ at, ...rest }) => ({
    ...rest,
    at: at.replace(/^.*\//, ''),
  }));
}

describe('Shoji’s own format', () => {
  it('has class, category, language and source', () =>
    expect(
      read(
        'text,label,category,lang,source\na house,safe,none,en,one\n"a\nboat",unsafe,violence,ja,two\nc,unsafe,unspecified,en,\n',
      ),
    ).toEqual([
      { text: 'a house', unsafe: false, language: 'en', source: 'one', at: 'data.csv:2' },
      {
        text: 'a\nboat',
        unsafe: true,
        category: 'violence',
        language: 'ja',
        source: 'two',
        at: 'data.csv:3',
      },
      {
        text: 'c',
        unsafe: true,
        language: 'en',
        source: expect.stringMatching(/data\.csv$/),
        at: 'data.csv:5',
      },
    ]));

  it('accepts older names of a category, and reads an unknown category as none', () =>
    expect(
      read('text,label,category\na,unsafe,shocking\nb,unsafe,strange\n').map(({ category }) => category),
    ).toEqual(['graphic', undefined]));
});

describe('labels', () => {
  it('have the configured meaning, in any case', () =>
    expect(
      read('text,label\na,TOXIC\nb,not toxic\nc,Fighting\nd,hate\ne,1\n', {
        classes: { fighting: 'violence', '1': 'toxicity' },
      }).map(({ unsafe, category }) => [unsafe, category]),
    ).toEqual([
      [true, undefined],
      [false, undefined],
      [true, 'violence'],
      [true, 'hate'],
      [true, undefined],
    ]));

  it('of one text together mean the first category that is more specific than unsafe', () =>
    expect(
      read('text,label\na,safe|toxic|hate|violence\nb,safe|none\n', { labelDelimiter: '|' }).map(
        ({ unsafe, category }) => [unsafe, category],
      ),
    ).toEqual([
      [true, 'hate'],
      [false, undefined],
    ]));

  it('without a meaning are refused together with every other error, line by line', () => {
    expect(() => read('text,label\na,safe\nb,lovely\n,safe\nc\n')).toThrow(
      [
        /data\.csv:5: 1 field where the first line has 2; .*\n/,
        /.*data\.csv:4: the text is missing; .*\n/,
        /.*data\.csv:3: the label "lovely" has no known meaning; set it: --class "lovely=safe"/,
      ].reduce((all, part) => new RegExp(all.source + part.source)),
    );
  });
});

it('names the file that cannot be read', () =>
  expect(() => readLabelledPrompts(join(root, 'absent.csv'))).toThrow(
    /absent\.csv: it cannot be read \(ENOENT\)/,
  ));
