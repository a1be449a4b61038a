import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { readTrainingData, sameBytes } from './training-data.ts';

const root = mkdtempSync(join(tmpdir(), 'shoji-training-data-'));
const file = join(root, 'data.csv');
afterAll(() => rmSync(root, { recursive: true, force: true }));

const read = (content: string | Uint8Array) => {
  writeFileSync(file, content);
  return readTrainingData(file);
};
/** A number of texts for each label. */
const rows = (labels: Readonly<Record<string, number>>) =>
  Object.entries(labels)
    .flatMap(([label, count]) => Array.from({ length: count }, (_, index) => `${label},text ${index}`))
    .join('\n');
const ENOUGH = rows({ Toxic: 50, 'Not Toxic': 50 });

describe('the summary of training data', () => {
  it('counts the texts of each class, with one class per text', async () => {
    const data = await read(ENOUGH);
    expect(data).toMatchObject({ documents: 100, mode: 'MULTI_CLASS', bytes: ENOUGH.length });
    expect([...data.labels]).toEqual([
      ['Toxic', 50],
      ['Not Toxic', 50],
    ]);
    expect(data.sha256).toBe(createHash('sha256').update(readFileSync(file)).digest('hex'));
  });

  it('is multi-label when one text has several labels', async () => {
    const data = await read(rows({ 'Nude|Gore': 10, Gore: 30, Fine: 10 }));
    expect(data.mode).toBe('MULTI_LABEL');
    expect([...data.labels]).toEqual([
      ['Nude', 10],
      ['Gore', 40],
      ['Fine', 10],
    ]);
  });

  it(
    'is the same for any text, however it must be quoted',
    () =>
      fc.assert(
        fc.asyncProperty(
          fc.string({ unit: 'binary' }),
          fc.constantFrom('\n', '\r\n'),
          async (written, end) => {
            const safe = `a${written.replaceAll('\0', '').toWellFormed()}`;
            const texts = Array.from({ length: 100 }, (_, index) => [index % 2 ? 'x' : 'y', safe]);
            const data = await read(stringify(texts, { record_delimiter: end, quoted: true }));
            expect([...data.labels]).toEqual([
              ['y', 50],
              ['x', 50],
            ]);
          },
        ),
        { numRuns: 20 },
      ),
    60_000,
  );
});

describe('training data that Comprehend does not accept', () => {
  it.each([
    [
      'with a class of too few texts',
      rows({ Toxic: 50, 'Not Toxic': 49 }),
      'class "Not Toxic" has 49 of at least 50 texts',
    ],
    ['with a label of too few texts', rows({ 'a|b': 41, c: 9 }), 'class "c" has 9 of at least 10 texts'],
    ['with too few texts', rows({ 'a|b': 20, c: 20 }), 'it has 40 of at least 50 texts'],
    ['with one class', rows({ Toxic: 60 }), 'it has 1 class; at least 2 are needed'],
    ['with a header', `label,text\n${ENOUGH}`, 'class "label" has 1 of at least 50 texts'],
    ['that is empty', '', 'it has no classes; at least 2 are needed'],
    [
      'with a text that is not quoted',
      `${ENOUGH}\nToxic,a, b`,
      'line 101: it has 3 fields; a text with commas must be in quotes',
    ],
    ['with a line that is not a row', `Toxic\n${ENOUGH}`, 'line 1: it has one field instead of two'],
    ['without a text', `${ENOUGH}\nToxic," "`, 'line 101: the text is empty'],
    ['without a label', `${ENOUGH}\n,a text`, 'line 101: the label is empty'],
    ['with an empty label among several', `${ENOUGH}\nToxic|,a text`, 'line 101: the label is empty'],
    ['with a byte order mark', `\uFEFF${ENOUGH}`, 'line 1: it starts with a byte order mark'],
    [
      'with too many labels',
      rows(Object.fromEntries(Array.from({ length: 102 }, (_, index) => [`x|${index}`, 10]))),
      'it has 103 classes; Comprehend allows 100',
    ],
    ['with a quote that is not closed', `${ENOUGH}\nToxic,"a`, 'it cannot be read (Quote'],
    ['that is Latin-1', Buffer.from(`${ENOUGH}\nToxic,café`, 'latin1'), 'it is not UTF-8; convert it'],
    ['that is not text', Buffer.from(`${ENOUGH}\0`), 'it cannot be read (it is not text)'],
  ])('is refused %s', async (_, content, message) => {
    await expect(read(content)).rejects.toThrow(`${file}: ${message}`);
  });

  it('is reported with its first ten errors', async () => {
    const many = rows({ Toxic: 50, 'Not Toxic': 50, '': 30 });
    const error = await read(many).catch((thrown: unknown) => String(thrown));
    expect(String(error).match(/the label is empty/g)).toHaveLength(10);
    expect(error).toContain('… and 21 more.');
    expect(error).toContain('shoji classifier prepare');
  });

  it('is missing', async () => {
    await expect(readTrainingData(join(root, 'none.csv'))).rejects.toThrow('the file does not exist');
    await expect(readTrainingData(root)).rejects.toThrow('it cannot be read');
  });
});

describe('the upload', () => {
  it('is the content that was read', async () => {
    expect(await text(sameBytes(await read(ENOUGH)))).toBe(ENOUGH);
  });

  it('is refused when the file has changed since', async () => {
    const data = await read(ENOUGH);
    writeFileSync(file, ENOUGH.replace('text 7', 'text 8'));
    await expect(text(sameBytes(data))).rejects.toThrow('it has changed while it was being uploaded');
  });
});
