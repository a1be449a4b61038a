import { expect, it } from 'vitest';
import { entries, freeText, name, negative, number, prompt } from './field.ts';
import { readFields } from './read-fields.ts';
import { requestTexts } from './request-texts.ts';

it('sorts the texts of a request by their reader, in order, without duplicates', () => {
  const table = {
    a: prompt,
    b: freeText,
    c: negative,
    d: name,
    e: name,
    f: entries(number),
    g: name,
    h: prompt,
  };
  const body = {
    b: 'free',
    a: 'wish',
    c: 'not',
    d: 'model',
    e: 'model',
    f: { key: 1 },
    g: '',
    h: '',
    unknown: 'dropped',
  };
  expect(requestTexts(readFields(body, table))).toEqual({
    prompts: ['free', 'wish'],
    negatives: ['not'],
    names: ['model', 'key', 'unknown', 'dropped'],
  });
});
