import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, expect, it } from 'vitest';
import { exitCode, fixture, start } from './shoji.ts';

const folder = mkdtempSync(join(tmpdir(), 'shoji-modules-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The modules that a command and its child processes load. */
async function modulesOf(args: readonly string[], input = ''): Promise<string[]> {
  const file = join(folder, `${args.join('-').replaceAll(/\W+/g, '-')}.txt`);
  const child = start(args, {
    NODE_OPTIONS: `--import=${fixture('record-modules.mjs')}`,
    SHOJI_TEST_MODULES: file,
  });
  child.stdin.end(input);
  child.stdout.resume();
  child.stderr.resume();
  expect(await exitCode(child)).toBe(0);
  return readFileSync(file, 'utf8').trim().split('\n');
}

const SERVER =
  /\/node_modules\/(hono|@hono|undici|ws|pino)\/|edge-proxy\/src\/(app\.ts|dialects|runtime\/node)/;
/** Modules that only commands on images, or on files of labelled prompts, need. */
const READERS = /\/node_modules\/(sharp|csv-parse)\/|packages\/pixels\//;

it.each([
  [['--help'], ''],
  [['check', 'a dog in a suit'], ''],
  [['check', '--jsonl', '--checks', 'rules,small'], '{"prompt":"a dog in a suit"}\n'],
  [['lexicon', '--help'], ''],
] as const)('shoji %j loads neither sharp nor the server', async (args, input) => {
  const modules = await modulesOf(args, input);
  expect(modules).toContainEqual(expect.stringMatching(/packages\/cli\/src\/program\.ts$/));
  expect(modules.filter((url) => SERVER.test(url) || READERS.test(url))).toEqual([]);
});

it('shoji check-image loads sharp and no server', async () => {
  const picture = join(folder, 'grey.png');
  const grey = { width: 64, height: 64, channels: 3, background: '#808080' } as const;
  await sharp({ create: grey }).png().toFile(picture);
  const modules = await modulesOf(['check-image', picture]);
  expect(modules).toContainEqual(expect.stringMatching(/\/sharp\/dist\//));
  expect(modules.filter((url) => SERVER.test(url))).toEqual([]);
});
