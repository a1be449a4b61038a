import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { comparable } from '@shoji/core/text';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { complaintText } from '../complaints.ts';
import { readTrainingData } from '../comprehend/training-data.ts';
import { readLabelledPrompts } from '../labelled.ts';
import { cleanText } from './clean.ts';
import { ownCsv, type PrepareOptions, prepare } from './prepare.ts';

const root = mkdtempSync(join(tmpdir(), 'shoji-prepare-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

function run(name: string, content: string | Uint8Array, options: Partial<PrepareOptions> = {}) {
  const file = join(root, name);
  writeFileSync(file, content);
  return prepare([file], { seed: 1, heldOut: 0, ...options });
}

describe('files from users', () => {
  const quoted = 'label,text\nunsafe,"a grüner\nBaum"\nsafe,"a house, by the “sea”"\n';
  const windows = Buffer.from(
    'label;text\nunsafe;a gr\xfcner Baum\nsafe;a house, by the \x93sea\x94\n',
    'latin1',
  );

  it.each<[string, string, string | Uint8Array, Partial<PrepareOptions>]>([
    ['TSV', 'd.tsv', 'label\ttext\r\nunsafe\ta  gru\u0308ner Baum\r\nsafe\ta house, by the “sea”\r\n', {}],
    [
      'JSON Lines',
      'd.jsonl',
      '{"label":"unsafe","text":"a grüner\\nBaum","id":1}\n\n{"text":"a house, by the “sea”","label":"safe"}\n',
      {},
    ],
    ['CSV with quoted line ends and a mark', 'd.csv', `\uFEFF${quoted}`, {}],
    ['CSV with the line ends of Windows', 'd.csv', quoted.replaceAll('\n', '\r\n'), {}],
    ['UTF-16 with a mark', 'd.csv', Buffer.from(`\uFEFF${quoted}`, 'utf16le'), {}],
    ['UTF-16 by name', 'd.csv', Buffer.from(quoted, 'utf16le'), { encoding: 'utf-16le' }],
    ['windows-1252', 'd.txt', windows, { encoding: 'windows-1252', format: 'csv', delimiter: ';' }],
    [
      'other columns',
      'd.csv',
      quoted.replace('label,text', 'verdict,prompt'),
      { columns: { text: 'prompt', label: 'verdict' } },
    ],
    [
      'no header',
      'd.csv',
      quoted.slice(quoted.indexOf('\n') + 1),
      { header: false, columns: { text: '2', label: '1' } },
    ],
  ])('reads %s', (_, name, content, options) => {
    const { train, complaints } = run(name, content, options);
    expect(complaints).toEqual([]);
    expect(train.map(({ text, unsafe }) => [text, unsafe]).sort()).toEqual([
      ['a grüner Baum', true],
      ['a house, by the “sea”', false],
    ]);
  });

  it.each<[string, string, string | Uint8Array, Partial<PrepareOptions>, RegExp]>([
    [
      'UTF-16 without a byte order mark',
      'd.csv',
      Buffer.from(quoted, 'utf16le'),
      {},
      /UTF-16 without a byte/,
    ],
    ['an unknown encoding', 'd.csv', quoted, { encoding: 'ebcdic-9' }, /unknown encoding "ebcdic-9"/],
    [
      'a column that is not there',
      'd.csv',
      quoted,
      { columns: { text: 'prompt' } },
      /the column "prompt" is missing; set it with --text-column\. Columns: "label", "text"/,
    ],
    ['an unknown file extension', 'd.xyz', quoted, {}, /set the format: --format/],
    ['an empty file', 'd.csv', '', {}, /No labelled text is left/],
    ['lines that are not JSON', 'd.jsonl', '{"text"\n', {}, /d\.jsonl:1: not a JSON object/],
  ])('refuses %s', (_, name, content, options, message) => {
    expect(() => run(name, content, options)).toThrow(message);
  });

  it('reports the lines in another encoding, and the remedy', () => {
    const { train, complaints } = run(
      'd.csv',
      Buffer.from('text,label\na caf\xe9,safe\nb,unsafe\n', 'latin1'),
    );
    expect(train.map(({ text }) => text)).toEqual(['b']);
    expect(complaints.map(complaintText)).toEqual([
      expect.stringMatching(/d\.csv:2: the text has bytes .*--encoding windows-1252\.$/),
    ]);
  });

  it('accepts a text that contains U+FFFD itself', () => {
    const { train, complaints } = run('d.csv', 'text,label\na caf\ufffd,safe\nb,unsafe\n');
    expect(train.map(({ text }) => text).sort()).toEqual(['a caf\ufffd', 'b']);
    expect(complaints).toEqual([]);
  });

  it('drops only the line of a stray quote', () => {
    const lines = [
      'text,label',
      'a,safe',
      '"b" c,safe',
      'd,unsafe',
      '"e,safe',
      'f,unsafe',
      '"g',
      'h",safe',
      '"i,safe',
    ];
    const { train, complaints } = run('d.csv', lines.join('\n'));
    expect(train.map(({ text, line }) => `${line} ${text}`).sort()).toEqual(['2 a', '4 d', '6 f', '7 g h']);
    expect(complaints.map(({ line }) => line)).toEqual([3, 5, 9]);
  });
});

/** Words that look alike to a reader, and characters that break careless readers and writers of CSV. */
const word = fc.constantFrom(
  'House',
  'house',
  'höuse',
  'boat',
  'a,b',
  '"',
  '""',
  '\n',
  '\r\n',
  ' ',
  '\u0000',
  '\uFEFF',
  '犬',
  '\ud800',
  '🐕',
  '🐈',
  '=1+1',
  '|',
  '\u202e',
  'x'.repeat(300),
);
const rows = fc.array(
  fc.record({
    text: fc.array(word, { maxLength: 6 }).map((words) => words.join(' ')),
    label: fc.constantFrom('safe', 'Unsafe', 'unsafe', 'hate', 'violence', 'none', ''),
    lang: fc.constantFrom('en', 'EN', 'ja', '', undefined),
    source: fc.constantFrom('one', 'a, "b"', ' ', undefined),
  }),
  { minLength: 1, maxLength: 40 },
);
const anyRun = fc.record({
  rows,
  seed: fc.integer({ min: 0, max: 5 }),
  heldOut: fc.constantFrom(0, 0.1, 0.5),
  balance: fc.constantFrom(undefined, 1, 3),
});

const anyText = fc
  .array(
    fc.oneof(
      word,
      fc.integer({ min: 0, max: 0x10ffff }).map((code) => String.fromCodePoint(code)),
    ),
  )
  .map((parts) => parts.join(''));

/** The result of preparing generated rows; undefined if none of them is usable. */
function prepared({ rows: made, ...options }: typeof anyRun extends fc.Arbitrary<infer Made> ? Made : never) {
  try {
    return run('made.jsonl', made.map((row) => JSON.stringify(row)).join('\n'), options);
  } catch (error) {
    expect(String(error)).toMatch(/No labelled text is left/);
    return undefined;
  }
}

describe('texts that look the same to a reader', () => {
  it('are kept once when their labels agree, and dropped when they do not', () => {
    const lines = [
      'text,label',
      'A Boat!,safe',
      'a boat,safe',
      'a café,hate',
      'a cafe,safe',
      'A CAFE,hate',
      'my 🐕,safe',
      'my 🐈,hate',
    ];
    const { train, complaints } = run('d.csv', lines.join('\n'));
    expect(train.map(({ text }) => text).sort()).toEqual(['A Boat!', 'my 🐈', 'my 🐕']);
    expect(
      complaints.map(({ code, line, what }) => `${code} ${line}: ${what.replaceAll(`${root}/`, '')}`),
    ).toEqual([
      'duplicate 3: visually the same text as d.csv:2',
      'conflict 4: labelled "hate", but the same text at d.csv:5 is labelled "safe"',
      'conflict 5: labelled "safe", but the same text at d.csv:4 is labelled "hate"',
      'conflict 6: labelled "hate", but the same text at d.csv:5 is labelled "safe"',
    ]);
  });
});

describe('the split', () => {
  /** Texts that are all different: half safe, a third hate, the rest violent. */
  const lines = Array.from({ length: 240 }, (_, index) => {
    const label = index % 6 === 5 ? 'violence' : index % 2 === 0 ? 'safe' : 'hate';
    return `a house number ${index},${label}`;
  });
  const file = (order: readonly string[]) => ['text,label', ...order].join('\n');
  const texts = (list: readonly { text: string }[]) => list.map(({ text }) => text);

  it('depends on seed and texts, in any order of lines', () => {
    const one = run('d.csv', file(lines), { heldOut: 0.2 });
    const again = run('d.csv', file(lines.toReversed()), { heldOut: 0.2 });
    const other = run('d.csv', file(lines), { heldOut: 0.2, seed: 2 });
    expect(ownCsv(again.train)).toBe(ownCsv(one.train));
    expect(again.comprehend.csv).toBe(one.comprehend.csv);
    expect(texts(again.heldOut)).toEqual(texts(one.heldOut));
    expect(texts(other.heldOut)).not.toEqual(texts(one.heldOut));
  });

  it('holds out the same share of every class', () => {
    const { classes } = run('d.csv', file(lines), { heldOut: 0.25 });
    expect(classes.map(({ label, train, heldOut }) => [label, train, heldOut])).toEqual([
      ['hate', 60, 20],
      ['safe', 90, 30],
      ['violence', 30, 10],
    ]);
  });

  it('balances the training part, and does not change the held-out part', () => {
    const { classes, unbalanced } = run('d.csv', file(lines), { heldOut: 0.25, balance: 2 });
    expect(classes.map(({ label, train, heldOut }) => [label, train, heldOut])).toEqual([
      ['hate', 60, 20],
      ['safe', 60, 30],
      ['violence', 30, 10],
    ]);
    expect(unbalanced).toBe(30);
  });

  it('reports how many documents each class lacks for Comprehend', () => {
    const { comprehend } = run('d.csv', file(lines), { heldOut: 0.25 });
    expect(comprehend.problems).toEqual([
      expect.stringMatching(/^Class "violence": 30 documents to train on; it needs 50\. Add some/),
    ]);
    const japanese = run('d.csv', file(lines), { language: 'ja' });
    expect(japanese.comprehend.problems[0]).toBe(
      'Comprehend’s custom classifiers read en, es, de, it, fr, pt, not ja.',
    );
    const one = run('d.csv', file(lines.filter((line) => line.endsWith('safe'))));
    expect(one.comprehend.problems).toContain('The data have one class; the minimum is two.');
  });
});

it('writes a file that Comprehend accepts for training', async () => {
  const texts = Array.from(
    { length: 200 },
    (_, index) => `"a ""house"", number ${index}",${index % 2 ? 'hate' : 'safe'}`,
  );
  const { comprehend, classes } = run('d.csv', ['text,label', ...texts].join('\n'));
  const file = join(root, 'comprehend.csv');
  writeFileSync(file, comprehend.csv);
  const data = await readTrainingData(file);
  expect(data).toMatchObject({ mode: 'MULTI_CLASS', documents: 200 });
  expect(Object.fromEntries(data.labels)).toEqual(
    Object.fromEntries(classes.map(({ label, comprehend: sent }) => [label, sent])),
  );
});

describe('for any data', () => {
  it('training reads back what was written', () =>
    fc.assert(
      fc.property(anyRun, (made) => {
        for (const documents of [prepared(made)?.train ?? [], prepared(made)?.heldOut ?? []]) {
          const file = join(root, 'written.csv');
          writeFileSync(file, ownCsv(documents));
          const read = readLabelledPrompts(file);
          expect(read.map(({ at: _, ...prompt }) => prompt)).toEqual(
            documents.map(({ text, unsafe, category, language, source }) => ({
              text,
              unsafe,
              ...(category && { category }),
              language,
              source,
            })),
          );
        }
      }),
      { numRuns: 40 },
    ));

  it('Comprehend reads back one label and one text a row', () =>
    fc.assert(
      fc.property(anyRun, (made) => {
        const result = prepared(made);
        if (!result) return;
        const { csv, documents } = result.comprehend;
        expect(parse(csv)).toEqual(documents.map(({ labels, text }) => [labels.join(), text]));
        expect(csv === '' || csv.trimEnd().split('\n').length === documents.length).toBe(true);
      }),
      { numRuns: 40 },
    ));

  it('no text is on both sides of the split, and every line is used or reported', () =>
    fc.assert(
      fc.property(anyRun, (made) => {
        const result = prepared(made);
        if (!result) return;
        const { train, heldOut, complaints, unbalanced } = result;
        const keys = [...train, ...heldOut].map(({ text }) => comparable(text) || text);
        expect(new Set(keys).size).toBe(keys.length);
        const used = new Set([...train, ...heldOut].map(({ line }) => line));
        const leftOut = complaints.filter(({ code }) => code !== 'label-spelling' && code !== 'language');
        const told = new Set(leftOut.map(({ line }) => line));
        const lost = made.rows.filter((_, index) => !used.has(index + 1) && !told.has(index + 1));
        expect(lost).toHaveLength(unbalanced);
      }),
      { numRuns: 40 },
    ));

  it('cleaning twice is cleaning once', () =>
    fc.assert(
      fc.property(anyText, (text) => {
        expect(cleanText(cleanText(text))).toBe(cleanText(text));
      }),
    ));
});
