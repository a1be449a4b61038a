import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ColourService, startColourService } from './colour-service.ts';
import { type Colour, picture } from './pictures.ts';
import { ended, reportLines, run, start } from './run.ts';

let root: string;
let set: string;
let service: ColourService;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'shoji-partial-'));
  service = await startColourService();
});
beforeEach(async () => {
  set = await mkdtemp(join(root, 'set-'));
});
afterAll(async () => {
  await service.close();
  await rm(root, { recursive: true, force: true });
});

const env = () => ({ COLOUR_URL: service.url });
const scan = (...flags: string[]) => run(['scan', set, '--thumbnails', '0', ...flags], env());
const put = async (name: string, colour: Colour, number: number) =>
  writeFile(join(set, name), await picture(colour, number, { side: 32 }));
const lineOf = async (name: string) => (await reportLines(`${set}.shoji`)).find(({ path }) => path === name);

describe('the report after a quarantine in parts', () => {
  it('has every file that an earlier run removed from the set, with the reason', async () => {
    await put('red.png', 'red', 1);
    await put('yellow.png', 'yellow', 2);
    await put('green.png', 'green', 3);
    await scan('--quarantine', '--from', 'withhold');
    const { stdout, code } = await scan('--quarantine', '--json');
    expect(code).toBe(10);
    expect(JSON.parse(stdout)).toMatchObject({ files: 2, statuses: { clear: 1, blur: 1, removed: 1 } });
    expect(await reportLines(`${set}.shoji`)).toMatchObject([
      { path: 'green.png', status: 'clear' },
      { path: 'yellow.png', status: 'blur', action: 'quarantine' },
      {
        path: 'red.png',
        status: 'removed',
        action: 'quarantine',
        reasons: [{ category: 'sexual', check: 'colour' }],
        message: 'An earlier run took it out of the set: withhold.',
      },
    ]);
    expect((await scan()).code).toBe(0);

    await run(['restore', set], env());
    expect((await scan()).code).toBe(20);
    expect(await lineOf('red.png')).toMatchObject({ status: 'withhold' });
  });

  it('names every file after a kill at any moment', async () => {
    const names = Array.from({ length: 60 }, (_, number) => `${number}.png`);
    for (const [number, name] of names.entries()) await put(name, 'red', number);
    await scan();
    const quarantine = join(`${set}.shoji`, 'quarantine');
    await mkdir(quarantine);
    const scanner = start(['scan', set, '--thumbnails', '0', '--quarantine'], env());
    const gone = ended(scanner);
    let moved = 0;
    while (moved < 5 && scanner.exitCode === null) moved = (await readdir(quarantine)).length;
    scanner.kill('SIGKILL');
    await gone;

    await scan('--quarantine');
    const lines = await reportLines(`${set}.shoji`);
    expect(lines.map(({ path }) => path).sort()).toEqual(names.sort());
    expect(lines.every(({ action }) => action === 'quarantine')).toBe(true);
    expect((await readdir(quarantine)).length).toBe(names.length);
  });

  it('names each file that could not be moved, and why', async () => {
    await put('red.png', 'red', 1);
    await put('red2.png', 'red', 2);
    await symlink('/etc/hostname', join(set, 'link.png'));
    await mkdir(join(`${set}.shoji`, 'quarantine'), { recursive: true });
    await writeFile(join(`${set}.shoji`, 'quarantine/red.png'), 'another file');
    const { stdout, code } = await scan('--quarantine', '--include-unchecked');
    expect(code).toBe(1);
    expect(stdout).toContain('quarantine    1 of 3 files');
    expect(stdout).toMatch(/^not done {6}red\.png: .* exists already and is not replaced\.$/m);
    expect(stdout).toMatch(/^not done {6}link\.png: It is a symbolic link/m);
    expect((await lineOf('red.png'))?.action).toContain('quarantine failed: ');
    expect((await lineOf('link.png'))?.action).toContain('quarantine failed: ');
  });
});
