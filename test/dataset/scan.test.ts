import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ColourService, startColourService } from './colour-service.ts';
import { COLOURS, type Colour, type PictureOptions, picture } from './pictures.ts';
import { manifestLines, reportLines, run } from './run.ts';

const DISTINCT = 240;
const COPIES = 560;
const colours = Object.keys(COLOURS) as Colour[];
const formats = ['png', 'jpeg', 'webp', 'gif'] as const;

let root: string;
let set: string;
let out: string;
let service: ColourService;
/** The expected status of each file in the report. */
const expected = new Map<string, string>();
/** Distinct contents that a moderator has to judge, each once. */
const judged = new Set<string>();

async function put(path: string, bytes: Buffer | string, status: string): Promise<void> {
  await mkdir(dirname(join(set, path)), { recursive: true });
  await writeFile(join(set, path), bytes);
  expected.set(path, status);
  const moderated = ['clear', 'blur', 'withhold'].includes(status);
  if (moderated) judged.add(Buffer.from(bytes).toString('base64'));
}

async function putPicture(
  path: string,
  colour: Colour,
  number: number,
  options?: PictureOptions,
): Promise<Buffer> {
  const bytes = await picture(colour, number, options);
  await put(path, bytes, COLOURS[colour].status);
  return bytes;
}

async function makeSet(): Promise<void> {
  for (let number = 0; number < DISTINCT; number += 1) {
    const colour = colours[number % colours.length] ?? 'green';
    const format = formats[number % formats.length] ?? 'png';
    const folder = ['', 'class_data_dir/', 'deep/er/and/deeper/', 'x.png/'][Math.floor(number / 5) % 4];
    await putPicture(`${folder}${number}.${format === 'jpeg' ? 'jpg' : format}`, colour, number, {
      side: 24 + (number % 70),
      format,
    });
  }
  const red = await putPicture('duplicates/red.png', 'red', 5_000);
  for (let copy = 0; copy < COPIES; copy += 1) await put(`duplicates/red copy ${copy}.PNG`, red, 'withhold');
  const png = await putPicture('names/犬の写真 🐕.png', 'green', 5_001);
  await putPicture('names/<img src=x onerror=alert(1)>.png', 'yellow', 5_002);
  await putPicture('names/line\nbreak "quoted" \\.png', 'blue', 5_003);
  await putPicture('names/claims to be text.txt', 'red', 5_004);
  await putPicture('names/claims to be jpeg.jpg', 'green', 5_005, { format: 'png' });
  await putPicture('names/no extension', 'yellow', 5_006);

  const jpeg = await picture('green', 5_007, { format: 'jpeg' });
  await put('broken/cut.png', png.subarray(0, png.length / 2), 'unchecked');
  await put('broken/cut.jpg', jpeg.subarray(0, jpeg.length / 2), 'unchecked');
  await put('broken/header only.png', png.subarray(0, 16), 'unchecked');
  await put('broken/text.png', 'no picture', 'unchecked');
  await put('broken/empty.jpg', '', 'unchecked');
  await put('broken/too small.png', await picture('green', 5_008, { side: 8 }), 'unchecked');
  await put('broken/vector.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'unchecked');
  await put('broken/huge.png', '', 'unchecked');
  await truncate(join(set, 'broken/huge.png'), 65 * 1024 * 1024);
  await symlink('/etc/passwd', join(set, 'broken/link.png'));
  expected.set('broken/link.png', 'unchecked');
  expected.set('x.png', 'other');
  await mkdir(join(set, 'empty.jpeg'));
  expected.set('empty.jpeg', 'other');

  await put('captions/1.txt', 'a dog in a suit', 'other');
  await put('captions/2.txt', '', 'other');
  await put('weights.safetensors', '', 'other');
  await truncate(join(set, 'weights.safetensors'), 65 * 1024 * 1024);
  await put('.DS_Store', 'Bud1', 'other');
  const info = { instance_prompt: 'a photo of a sks dog', class_prompt: 'a photo of a dog' };
  await put('dataset_info.json', JSON.stringify(info), 'other');
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'shoji-scan-'));
  set = join(root, 'set');
  out = join(root, 'set.shoji');
  await mkdir(set);
  service = await startColourService();
  await makeSet();
});
afterAll(async () => {
  await service.close();
  await rm(root, { recursive: true, force: true });
});

const env = () => ({ COLOUR_URL: service.url });
const statusesOf = async () => new Map((await reportLines(out)).map(({ path, status }) => [path, status]));

// The tests depend on each other: each continues where the one before it stopped.
describe('shoji dataset scan on a set of eight hundred files', () => {
  it('stops before --max-cost is exceeded, and reports that', async () => {
    const { code, stdout } = await run(
      ['scan', set, '--max-cost', '0.2', '--thumbnails', '0', '--json'],
      env(),
    );
    expect(code).toBe(40);
    expect(JSON.parse(stdout)).toMatchObject({ stopped: 'max-cost', exitCode: 40 });
    expect(service.calls).toBe(200);
    expect((await reportLines(out)).length).toBe(expected.size);
  });

  it('reports every file exactly once, and judges each distinct picture once', async () => {
    const { code, stdout, stderr } = await run(['scan', set, '--thumbnails', '20', '--json'], env());
    expect(stderr).not.toMatch(/^shoji:/m);
    expect(code).toBe(20);
    const lines = await reportLines(out);
    expect(lines.map(({ path }) => path).sort()).toEqual([...expected.keys()].sort());
    expect(new Map(lines.map(({ path, status }) => [path, status]))).toEqual(expected);
    expect(service.calls).toBe(judged.size);
    expect(lines.find(({ path }) => path === '100.png')).toMatchObject({ width: 54, height: 54 });
    const summary = JSON.parse(stdout);
    expect(summary).toMatchObject({ stopped: null, files: expected.size, exitCode: 20 });
    expect(summary.costUsd).toBeCloseTo(judged.size * 0.001, 6);
    expect(summary.prompts.map(({ decision }: { decision: string }) => decision)).toEqual(['allow', 'allow']);
  });

  it('gives a sentence for each file that could not be checked', async () => {
    const lines = (await reportLines(out)).filter(({ status }) => status === 'unchecked');
    for (const { message } of lines) expect(message).toMatch(/^[A-Z].*\.$/);
    expect(lines.find(({ path }) => path === 'broken/link.png')?.message).toContain('symbolic link');
    expect(lines.find(({ path }) => path === 'broken/huge.png')?.message).toContain('67,108,864');
  });

  it('groups only files with the same bytes', async () => {
    const lines = await reportLines(out);
    const groups = Map.groupBy(
      lines.filter(({ same_as }) => same_as !== undefined),
      ({ same_as }) => same_as,
    );
    expect([...groups.values()].map((group) => group.map(({ path }) => dirname(path)))).toContainEqual(
      Array.from({ length: COPIES + 1 }, () => 'duplicates'),
    );
  });

  it('judges no picture again in a second run, and applies another policy to the known scores', async () => {
    const calls = service.calls;
    const before = await manifestLines(out);
    const { code } = await run(['scan', set, '--policy', 'mature', '--thumbnails', '0'], env());
    expect(code).toBe(10);
    expect(service.calls).toBe(calls);
    // Prompts are screened again, because their checks may stop at the first policy that rejects.
    expect((await manifestLines(out)).filter((line) => !line.includes('"type":"prompt"'))).toEqual(
      before.filter((line) => !line.includes('"type":"prompt"')),
    );
    expect([...(await statusesOf()).values()]).not.toContain('withhold');
  });

  it('changes nothing in a dry run or without --yes', async () => {
    const before = (await readdir(set, { recursive: true })).sort();
    const { stderr } = await run(['scan', set, '--delete', '--thumbnails', '0'], env());
    expect(stderr).toContain('run it again with --yes');
    expect(stderr).toContain('would delete  withhold   duplicates/red.png');
    expect((await readdir(set, { recursive: true })).sort()).toEqual(before);
  });

  it('quarantines unsafe files, and restores them byte for byte', async () => {
    const copy = join(root, 'copy');
    await cp(set, copy, { recursive: true, verbatimSymlinks: true });
    const unsafe = [...expected].filter(([, status]) => status === 'withhold' || status === 'blur');
    const { stdout } = await run(['scan', set, '--quarantine', '--thumbnails', '0', '--json'], env());
    expect(JSON.parse(stdout).actions).toHaveLength(unsafe.length);
    const left = await readdir(set, { recursive: true });
    for (const [path] of unsafe) expect(left).not.toContain(path);
    expect((await run(['scan', set, '--thumbnails', '0', '--json'], env())).code).toBe(30);

    const restored = await run(['restore', set], env());
    expect(restored.stderr).toContain(`${unsafe.length} restored, 0 still in`);
    expect(restored.code).toBe(0);
    for (const [path] of unsafe) {
      expect(await readFile(join(set, path))).toEqual(await readFile(join(copy, path)));
    }
    expect((await readdir(set, { recursive: true })).sort()).toEqual(
      (await readdir(copy, { recursive: true })).sort(),
    );
    expect(service.calls).toBe(judged.size);
  });

  it('flags in a file beside the set, and deletes with --yes', async () => {
    await run(['scan', set, '--flag', '--from', 'withhold', '--thumbnails', '0'], env());
    const flagged = (await readFile(join(out, 'flagged.jsonl'), 'utf8')).trim().split('\n');
    const withheld = [...expected].filter(([, status]) => status === 'withhold').map(([path]) => path);
    expect(flagged.map((line) => JSON.parse(line).path).sort()).toEqual(withheld.sort());

    await run(['scan', set, '--delete', '--yes', '--thumbnails', '0'], env());
    const { stdout } = await run(['scan', set, '--thumbnails', '0', '--json'], env());
    expect(JSON.parse(stdout).statuses).toMatchObject({ withhold: 0, blur: 0 });
    expect(service.calls).toBe(judged.size);
  });
});
