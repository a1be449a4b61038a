import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ColourService, startColourService } from './colour-service.ts';
import { picture } from './pictures.ts';
import { reportLines, run } from './run.ts';

/** A caption with the term that `fixtures/colour.config.ts` bans. */
const REJECTED = 'a dog that is zorbing';

let root: string;
let set: string;
let service: ColourService;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'shoji-texts-'));
  service = await startColourService();
});
beforeEach(async () => {
  set = await mkdtemp(join(root, 'set-'));
});
afterAll(async () => {
  await service.close();
  await rm(root, { recursive: true, force: true });
});

async function put(path: string, content: Uint8Array | string): Promise<void> {
  await mkdir(dirname(join(set, path)), { recursive: true });
  await writeFile(join(set, path), content);
}
const putPicture = async (path: string, number = 0) => put(path, await picture('green', number));
const scan = (...flags: string[]) => run(['scan', set, ...flags], { COLOUR_URL: service.url });
const statuses = async () =>
  Object.fromEntries((await reportLines(`${set}.shoji`)).map(({ path, status }) => [path, status]));

describe('files that a scan does not read', () => {
  it('names each as not checked, and ends with exit code 30', async () => {
    const names = [
      'shard-000.tar.gz',
      'pictures.7z',
      'train.arrow',
      'clip.mp4',
      'strange',
      'page.html',
      'cache.npz',
      'Thumbs.db',
    ];
    await putPicture('a.png');
    for (const name of names) await put(name, 'bytes that no reader knows \\0');
    const { code, stdout } = await scan();
    expect(code).toBe(30);
    expect(stdout).toMatch(/^not checked +8$/m);
    const lines = await reportLines(`${set}.shoji`);
    for (const name of names) {
      expect(stdout).toContain(`not checked   ${name}: `);
      expect(lines.find(({ path }) => path === name)).toMatchObject({
        status: 'unchecked',
        message: expect.stringMatching(/not read|accepted|cannot be read/),
      });
    }
  });

  it('does not report a file over the size limit as empty', async () => {
    await put('pictures.arrow', new Uint8Array(65 * 1024 * 1024));
    expect((await scan()).code).toBe(30);
    expect(await statuses()).toEqual({ 'pictures.arrow': 'unchecked' });
  });

  it('counts symbolic links', async () => {
    await putPicture('a.png');
    await symlink('/etc', join(set, 'more'));
    expect((await scan()).code).toBe(30);
  });

  it('recognises files about a set by their names, and empty files', async () => {
    await putPicture('a.png');
    for (const name of ['README.md', 'LICENSE', '.gitattributes', 'sub/.DS_Store', 'model.safetensors'])
      await put(name, 'about the set');
    await put('empty.arrow', '');
    expect((await scan()).code).toBe(0);
  });
});

describe('texts of a set', () => {
  it.each(['a.txt', 'a.caption', 'a.png.txt'])(
    'finds a rejected caption in %s, about its picture',
    async (name) => {
      await putPicture('folder/a.png');
      await putPicture('folder/b.png', 1);
      await put(`folder/${name}`, REJECTED);
      await put('folder/b.txt', 'a dog in a suit');
      const { code, stdout } = await scan();
      expect(code).toBe(20);
      expect(stdout).toContain('texts         2 screened');
      expect(await statuses()).toEqual({
        'folder/a.png': 'withhold',
        [`folder/${name}`]: 'withhold',
        'folder/b.png': 'clear',
        'folder/b.txt': 'other',
      });
      const [line] = await reportLines(`${set}.shoji`);
      expect(line?.message).toBe(`A text about it is rejected by the policy: folder/${name}.`);
    },
  );

  it.each([
    ['metadata.jsonl', `{"file_name":"a.png","text":"${REJECTED}"}\n{"file_name":"b.png","text":"a dog"}\n`],
    ['metadata.jsonl', `{"file_name":"a.png","more":{"captions":["a dog","${REJECTED}"]}}`],
    ['metadata.csv', `file_name,text\na.png,"a dog,\n${REJECTED}"\nb.png,a dog\n`],
    ['metadata.csv', `file_name;text\na.png;"a dog, ${REJECTED}"\nb.png;a dog, a cat\n`],
    ['rows.json', JSON.stringify([{ file_name: 'a.png', text: REJECTED }, { file_name: 'b.png' }])],
    ['meta_cap.json', JSON.stringify({ 'a.png': { caption: REJECTED }, b: { caption: 'a dog' } })],
    ['a.json', JSON.stringify({ caption: REJECTED, url: 'https://x.test/a.png' })],
    ['by-caption.json', JSON.stringify({ [REJECTED]: ['a.png'] })],
    ['by-caption.jsonl', JSON.stringify({ pictures: { [REJECTED]: 1 }, file_name: 'a.png' })],
  ])(
    'finds a rejected row in %s, about its picture, and keeps the file in the set',
    async (name, content) => {
      await putPicture('train/a.png');
      await putPicture('train/b.png', 1);
      await put(`train/${name}`, content);
      const { code } = await scan('--quarantine');
      expect(code).toBe(20);
      expect(await statuses()).toEqual({
        'train/a.png': 'withhold',
        'train/b.png': 'clear',
        [`train/${name}`]: 'other',
      });
      expect((await readdir(join(set, 'train'))).sort()).toEqual(['b.png', name].sort());
    },
  );

  it("screens kohya's folder names, which are the texts of pictures without captions", async () => {
    await putPicture('train/10_zorbing dog/a.png');
    await putPicture('train/10_zorbing dog/more/b.png', 1);
    await putPicture('train/5_black cat/c.png', 2);
    await putPicture('train/2024_11_27/d.png', 3);
    const { code, stdout } = await scan();
    expect(code).toBe(20);
    expect(stdout).toContain('texts         2 screened');
    expect(stdout).toContain('prompt        train/10_zorbing dog: folder name: reject');
    expect(await statuses()).toEqual({
      'train/10_zorbing dog/a.png': 'withhold',
      'train/10_zorbing dog/more/b.png': 'withhold',
      'train/2024_11_27/d.png': 'clear',
      'train/5_black cat/c.png': 'clear',
    });
    const copy = `${set}.clean`;
    await scan('--fix', copy);
    expect((await readdir(join(copy, 'train'))).sort()).toEqual(['2024_11_27', '5_black cat']);
    await rm(copy, { recursive: true });
  });

  it('moves a rejected caption with its picture', async () => {
    await putPicture('a.png');
    await put('a.txt', REJECTED);
    await scan('--quarantine');
    expect(await readdir(set)).toEqual([]);
    expect((await readdir(`${set}.shoji/quarantine`)).sort()).toEqual(['a.png', 'a.txt']);
  });

  it.each([
    ['metadata.jsonl', '{"file_name":"a.png","text":"a dog"}\n{"file_name'],
    ['metadata.csv', 'file_name,text\na.png,"a dog'],
    ['a.json', '{"caption": '],
    ['a.txt', Buffer.from([0xc3, 0x28, 0x00])],
    ['metadata.jsonl', JSON.stringify({ file_name: 'a.png', thumbnail: 'iVBORw0KGgo'.repeat(40) })],
  ])('does not pass an unreadable %s', async (name, content) => {
    await putPicture('a.png');
    await put(name, content);
    const { code } = await scan();
    expect(code).toBe(30);
    expect(await statuses()).toMatchObject({ [name]: 'unchecked' });
  });

  it('tells how a text must be written that is in another encoding', async () => {
    await put('a.txt', Buffer.from('un été', 'latin1'));
    expect((await scan()).code).toBe(30);
    expect((await reportLines(`${set}.shoji`))[0]?.message).toContain('Save it as UTF-8');
  });

  it('judges the rows before an unreadable line', async () => {
    await put('metadata.jsonl', `{"file_name":"a.png","text":"${REJECTED}"}\n{"file_name`);
    expect((await scan()).code).toBe(20);
  });

  it('reads UTF-16 with a byte order mark', async () => {
    await put('a.txt', Buffer.from(`\ufeff${REJECTED}`, 'utf16le'));
    expect((await scan()).code).toBe(20);
  });

  it('screens no text twice', async () => {
    for (let number = 0; number < 30; number += 1) await put(`${number}.txt`, `a dog, number ${number}`);
    const env = { COLOUR_URL: service.url, PROMPT_USD: '0.001' };
    const first = JSON.parse((await run(['scan', set, '--json'], env)).stdout);
    expect(first.costUsd).toBeCloseTo(0.03, 6);
    expect(JSON.parse((await run(['scan', set, '--json'], env)).stdout).costUsd).toBeCloseTo(0.03, 6);
  });
});

describe('the cost of a scan', () => {
  it('estimates pictures without the price of prompts', async () => {
    for (let number = 0; number < 12; number += 1) await putPicture(`${number}.png`, number);
    await put('dataset_info.json', JSON.stringify({ instance_prompt: 'a dog' }));
    const env = { COLOUR_URL: service.url, PROMPT_USD: '0.003', PICTURE_USD: '0' };
    const { code, stdout, stderr } = await run(['scan', set, '--max-cost', '0.004', '--json'], env);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ statuses: { clear: 12, pending: 0 }, costUsd: 0.003 });
    expect(stderr).not.toMatch(/about \$0\.0[1-9]/);
  });

  it('judges pictures that cost nothing, although the texts would cost more than the limit', async () => {
    for (let number = 0; number < 3; number += 1) {
      await putPicture(`${number}.png`, number);
      await put(`${number}.txt`, `a dog, number ${number}`);
    }
    const env = { COLOUR_URL: service.url, PROMPT_USD: '0.003', PICTURE_USD: '0' };
    const { code, stdout } = await run(['scan', set, '--max-cost', '0.004', '--json'], env);
    expect(code).toBe(40);
    expect(JSON.parse(stdout)).toMatchObject({
      stopped: 'max-cost',
      statuses: { clear: 3, other: 1, pending: 2 },
    });
  });

  it('stays under the limit for the texts, too', async () => {
    for (let number = 0; number < 10; number += 1) await put(`${number}.txt`, `a dog, number ${number}`);
    const env = { COLOUR_URL: service.url, PROMPT_USD: '0.003' };
    const { code, stdout } = await run(['scan', set, '--max-cost', '0.01', '--json'], env);
    expect(code).toBe(40);
    expect(JSON.parse(stdout)).toMatchObject({ stopped: 'max-cost', screened: 3 });
  });
});
