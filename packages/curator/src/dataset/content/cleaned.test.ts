import { describe, expect, it } from 'vitest';
import { SourceError } from '../sources/source.ts';
import { cleaned } from './cleaned.ts';
import type { TextKind } from './kinds.ts';

/** The file without rows that name or say "bad". */
const without = (kind: TextKind, content: string) =>
  cleaned(
    kind,
    content,
    (row) => row.names.includes('bad.png') || row.texts.some(({ text }) => text.includes('bad')),
  );

describe('a file of texts without some of its rows', () => {
  it.each<[TextKind, string, string | undefined, number[]]>([
    [
      'jsonl',
      '{"file_name":"a.png","n":1.0}\n\n{"file_name":"bad.png"}\r\n{"file_name":"b.png"}',
      '{"file_name":"a.png","n":1.0}\n{"file_name":"b.png"}\n',
      [1],
    ],
    ['jsonl', '{"file_name":"bad.png"}\n', undefined, [0]],
    [
      'csv',
      'file_name,text\na.png,"a ""dog"", so\nlong"\nbad.png,a cat\nb.png,\n',
      'file_name,text\na.png,"a ""dog"", so\nlong"\nb.png,\n',
      [1],
    ],
    ['csv', 'file_name,text\r\na.png,x\r\nb.png,bad\r\n', 'file_name,text\r\na.png,x\r\n', [1]],
    ['csv', 'bad\na.png\n', undefined, []],
    ['tsv', 'file_name\ttext\na.png\t"a\nbad.png\tb\n', 'file_name\ttext\na.png\t"a\n', [1]],
    [
      'json',
      '[{"file_name":"a.png"},{"file_name":"bad.png"},3]',
      '[\n  {\n    "file_name": "a.png"\n  },\n  3\n]\n',
      [1],
    ],
    [
      'json',
      '{"a.png":{"caption":"a dog"},"bad.png":{"caption":"a cat"},"version":1}',
      '{\n  "a.png": {\n    "caption": "a dog"\n  },\n  "version": 1\n}\n',
      [1],
    ],
    ['json', '{"caption":"bad","more":["a"]}', undefined, [0]],
    ['caption', 'a bad dog', undefined, [0]],
    ['info', '{"instance_prompt":"a bad dog"}', undefined, [0]],
  ])('%s %j', (kind, content, expected, left) => {
    expect(without(kind, content)).toEqual({ content: expected, left: new Set(left) });
  });

  it.each<[TextKind, string]>([
    ['jsonl', '{"file_name":"a.png"}\n'],
    ['csv', 'file_name\na.png\n'],
    ['json', '{"a.png":{"caption":"a dog"}}'],
    ['caption', 'a dog'],
    ['caption', ''],
  ])('is the file itself when nothing is left out: %s %j', (kind, content) => {
    expect(without(kind, content)).toBeUndefined();
  });

  it('does not exist for a file that cannot be read to its end', () => {
    expect(() => without('jsonl', '{"file_name":"bad.png"}\n{"file')).toThrow(SourceError);
  });
});
