import { expect, it } from 'vitest';
import { contentsOf } from './contents.ts';
import { hashOf } from './judge.ts';
import type { FileRecord, PictureRecord } from './records.ts';

/** Files by path: the content, and the digit of its fingerprint. */
function contents(
  files: Readonly<Record<string, readonly [content: string, print?: string, version?: string]>>,
) {
  const records = new Map<string, FileRecord>();
  const pictures = new Map<string, PictureRecord>();
  for (const [path, [content, digit, version = '1']] of Object.entries(files)) {
    const hash = hashOf(Buffer.from(content));
    records.set(path, { type: 'file', path, version, hash });
    const fingerprint = digit?.repeat(38);
    pictures.set(hash, { type: 'picture', hash, checks: [], ...(fingerprint && { fingerprint }) });
  }
  const paths = Object.keys(files);
  const found = contentsOf(
    paths.map((path) => ({ path, bytes: 1, version: '1' })),
    { files: records, pictures },
  );
  return paths.map((_, position) => {
    const content = found.of(position);
    return [content?.sameAs, content?.like];
  });
}

it('numbers the same bytes and lookalikes in the order of their first files', () => {
  const files = {
    a: ['A', '0'],
    b: ['B', 'f'],
    c: ['C', '5'],
    d: ['B', 'f'],
    e: ['D', '0'],
    f: ['A', '0'],
  } as const;
  expect(contents(files)).toEqual([
    [1, 1],
    [2, 2],
    [undefined, undefined],
    [2, 2],
    [undefined, 1],
    [1, 1],
  ]);
});

it('has no group for pictures that cannot be compared, but for their bytes', () => {
  expect(contents({ a: ['A'], b: ['B'], c: ['A'] })).toEqual([
    [1, undefined],
    [undefined, undefined],
    [1, undefined],
  ]);
});

it('does not know a file that has another version', () => {
  expect(contents({ a: ['A', '0'], b: ['A', '0', '2'] })).toEqual([
    [undefined, undefined],
    [undefined, undefined],
  ]);
});
