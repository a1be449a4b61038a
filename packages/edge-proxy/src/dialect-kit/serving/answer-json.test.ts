import { describe, expect, it } from 'vitest';
import { parsedAnswer } from '../answers/answer.ts';
import { record, word } from '../answers/shape.ts';
import { placeholderPicture } from '../screening/shown-picture.ts';
import { answerJson, writeJson } from './answer-json.ts';

const picture = await placeholderPicture({ what: 'picture', unchecked: false, categories: [] }, 'en', {
  width: 64,
  height: 64,
});
const screened = parsedAnswer({ said: 'words', more: 'unsaid' }).screened(record({ said: word() }));

describe('writeJson', () => {
  it('writes pictures as base64 and screened answers as JSON, at any place', () => {
    const text = writeJson({ a: picture, b: [picture, { c: screened }], d: 'plain', e: null });
    expect(JSON.parse(text)).toEqual({
      a: picture.base64,
      b: [picture.base64, { c: { said: 'words' } }],
      d: 'plain',
      e: null,
    });
  });

  it('writes a single screened answer, and a single picture', () => {
    expect(writeJson(screened)).toBe('{"said":"words"}');
    expect(writeJson(picture)).toBe(JSON.stringify(picture.base64));
    expect(writeJson([])).toBe('[]');
  });
});

it('returns JSON with a status and headers', async () => {
  const plain = answerJson({ a: 1 });
  expect([plain.status, plain.headers.get('Content-Type'), await plain.json()]).toEqual([
    200,
    'application/json',
    { a: 1 },
  ]);
  const other = answerJson({}, { status: 422, headers: { 'X-A': 'b' } });
  expect([other.status, other.headers.get('X-A')]).toEqual([422, 'b']);
});
