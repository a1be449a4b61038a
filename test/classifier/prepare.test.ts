import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shojiHere } from '../cli/here.ts';
import { CLASSES, csv, samples } from './prompts.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'shoji-prepare-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

let runs = 0;
/** Writes the file, prepares it, and reads what was written. */
async function prepare(name: string, content: string | Uint8Array, ...flags: string[]) {
  const folder = join(root, String(++runs));
  const [file, out] = [join(folder, name), join(folder, 'out')];
  await mkdir(folder);
  await writeFile(file, content);
  const { code, stdout, stderr } = await shojiHere(['classifier', 'prepare', file, '--out', out, ...flags]);
  const read = (written: string) => readFile(join(out, written), 'utf8').catch(() => undefined);
  const rows = async (written: string): Promise<string[][]> => parse((await read(written)) ?? '');
  // Lines begin with the file's name; the folder is of no interest.
  return { code, stdout, said: stderr.replaceAll(`${folder}/`, ''), read, rows, out };
}

const GOOD = csv(samples(400));

describe('shoji classifier prepare', () => {
  it('writes what Comprehend reads, label first and no header, and the same texts in our own format', async () => {
    const { code, said, rows, read, stdout } = await prepare('data.csv', GOOD, ...CLASSES, '--json');
    expect({ code, said }).toEqual({ code: 0, said: '' });
    const written = await rows('comprehend.csv');
    expect(new Set(written.map(([label]) => label))).toEqual(new Set(['Fine', 'Shattered', 'Rusty']));
    expect(written.every(([, text]) => text?.startsWith('a '))).toBe(true);
    const summary = JSON.parse(stdout);
    expect(summary).toMatchObject({
      exitCode: 0,
      rows: 400,
      comprehend: { mode: 'multi-class', language: 'en', documents: written.length, problems: [] },
    });
    expect(summary.train + summary.heldOut).toBe(400);
    expect(JSON.parse((await read('prepared.json')) ?? '')).toMatchObject({ rows: 400, seed: 1 });

    const [head, ...train] = await rows('train.csv');
    expect(head).toEqual(['text', 'label', 'category', 'lang', 'source']);
    expect(train.map(([text]) => text)).toEqual(written.map(([, text]) => text));
    const meanings: Record<string, string> = {
      Fine: 'safe/none',
      Shattered: 'unsafe/violence',
      Rusty: 'unsafe/illegal',
    };
    expect(train.map(([, label, category]) => `${label}/${category}`)).toEqual(
      written.map(([label = '']) => meanings[label]),
    );
    expect(new Set(train.map(([, , , lang, source]) => `${lang} ${source}`))).toEqual(
      new Set(['en data.csv']),
    );
  });

  it('reports the problem and the remedy of every line', async () => {
    const bad = [
      'text,label',
      '"a tall house by the sea",Fine',
      'a tall HOUSE by the sea!,fine',
      'a boat,Fine,extra',
      ',Fine',
      'a lamp,',
      '"a bird" singing,Fine',
      '"a text of',
      'two lines",Fine',
      'a clock,Rusty',
      'a clock,Shattered',
      '\u200b \u0007,Fine',
      `${'long '.repeat(2_001)},Fine`,
      'дом у моря,Fine',
      '"an open quote,Fine',
    ].join('\n');
    const { code, said, read } = await prepare('bad.csv', `${bad}\n`, ...CLASSES);
    expect(code).toBe(20);
    const lines = said.split('\n');
    const start = (line: number) => lines.filter((each) => each.startsWith(`bad.csv:${line}: `)).join('\n');
    expect(start(3)).toMatch(/visually the same text as bad\.csv:2/);
    expect(start(4)).toMatch(/3 fields where the first line has 2; quote texts that contain the delimiter/);
    expect(start(5)).toMatch(/the text is missing/);
    expect(start(6)).toMatch(/the label is missing/);
    expect(start(7)).toMatch(/a quoted field is not closed/);
    expect(start(8)).toBe('');
    expect(start(10)).toMatch(/labelled "Rusty", but the same text at bad\.csv:11 is labelled "Shattered"/);
    expect(start(11)).toMatch(/labelled "Shattered", but the same text at bad\.csv:10 is labelled "Rusty"/);
    expect(start(12)).toMatch(/invisible characters|the text is missing/);
    expect(start(13)).toMatch(/longer than 10,000 bytes/);
    expect(start(14)).toMatch(/no Latin letters; it is left out of comprehend\.csv/);
    expect(start(15)).toMatch(/a quoted field is not closed/);
    const complaints = ((await read('complaints.jsonl')) ?? '').trimEnd().split('\n');
    const codes = complaints.map((line) => JSON.parse(line).code);
    expect(codes.sort()).toEqual(
      [
        ...[
          'label-spelling',
          'duplicate',
          'columns',
          'no-text',
          'no-label',
          'syntax',
          'conflict',
          'conflict',
        ],
        ...['no-text', 'too-long', 'language', 'syntax'],
      ].sort(),
    );
  });

  it('writes no file that Comprehend would not accept, gives the reasons, and deletes an earlier file', async () => {
    const first = await prepare('data.csv', GOOD, ...CLASSES);
    const few = join(first.out, 'few.csv');
    await writeFile(few, csv(samples(90)));
    const { code, stderr } = await shojiHere(['classifier', 'prepare', few, '--out', first.out, ...CLASSES]);
    expect(code).toBe(20);
    expect(stderr).toMatch(/Class "Rusty": \d+ documents to train on; it needs 50\. Add some/);
    expect(await first.read('comprehend.csv')).toBeUndefined();
    expect((await first.rows('train.csv')).length).toBeLessThan(91);
  });

  it('refuses labels without a known meaning, each once', async () => {
    const { code, said, read } = await prepare('data.csv', GOOD, '--class', 'Fine=safe');
    expect(code).toBe(2);
    expect(said.trimEnd().split('\n')).toHaveLength(2);
    expect(said).toMatch(/shoji: data\.csv:\d+: the label "Rusty" has no known meaning; set it: --class/);
    expect(await read('train.csv')).toBeUndefined();
  });
});

describe('flags', () => {
  it('describe the format of the file', async () => {
    const content = Buffer.from('unsafe;a gr\xfcner Baum\nsafe;a house, by the \x93sea\x94\n', 'latin1');
    const { code, rows } = await prepare(
      'data.txt',
      content,
      ...['--encoding', 'windows-1252', '--format', 'csv', '--delimiter', ';', '--no-header'],
      ...['--label-column', '1', '--text-column', '2', '--held-out', '0', '--language', 'de'],
    );
    expect(code).toBe(20);
    expect((await rows('train.csv')).slice(1).sort()).toEqual([
      ['a grüner Baum', 'unsafe', 'unspecified', 'de', 'data.txt'],
      ['a house, by the “sea”', 'safe', 'none', 'de', 'data.txt'],
    ]);
  });

  it('let a text have several labels, with separate limits', async () => {
    const many = samples(120).map(({ text, label }, index) =>
      JSON.stringify({ text, label: index % 3 === 0 ? [label, 'Shattered'] : [label] }),
    );
    const { code, rows, stdout } = await prepare(
      'd.jsonl',
      many.join('\n'),
      ...CLASSES,
      '--multi-label',
      '--json',
    );
    expect(code).toBe(0);
    const labels = new Set((await rows('comprehend.csv')).map(([label]) => label));
    expect([...labels].sort()).toEqual(['Fine', 'Fine|Shattered', 'Rusty', 'Rusty|Shattered', 'Shattered']);
    expect(JSON.parse(stdout).comprehend).toMatchObject({ mode: 'multi-label' });
  });

  it('with invalid values are usage errors', async () => {
    const wrong = [
      ['--class', 'Fine=lovely'],
      ['--label-delimiter', 'and'],
    ];
    for (const flags of wrong) {
      const { code, said } = await prepare('d.csv', GOOD, ...flags);
      expect(code).toBe(2);
      expect(said).toMatch(/^(error|shoji): /);
    }
  });
});
