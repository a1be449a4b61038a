import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ColourService, startColourService } from './colour-service.ts';
import { picture } from './pictures.ts';
import { reportLines, run } from './run.ts';

let root: string;
let service: ColourService;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'shoji-compare-'));
  service = await startColourService();
});
afterAll(async () => {
  await service.close();
  await rm(root, { recursive: true, force: true });
});

async function put(path: string, content: Uint8Array | string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), content);
}
const scan = (set: string, ...flags: string[]) =>
  run(['scan', join(root, set), ...flags], { COLOUR_URL: service.url });

it('compares pictures with their texts, with other sets, and by category', async () => {
  const [red, green, magenta] = await Promise.all([
    picture('red', 1),
    picture('green', 2),
    picture('magenta', 3),
  ]);
  await put('cats/old.png', green);
  await scan('cats');

  await put('dogs/red.png', red);
  await put('dogs/red.txt', 'a dog on a meadow');
  await put('dogs/green.png', green);
  await put('dogs/green.txt', 'a dog that is zorbing');
  await put('dogs/magenta.png', magenta);
  await put('dogs/magenta.txt', 'a dog');
  await put('dogs/alone.png', await picture('red', 4));
  const { stdout, code } = await scan('dogs', '--against', join(root, 'cats.shoji'));
  expect(code).toBe(20);
  expect(stdout).toContain('1 files are also in other sets');
  expect(stdout).toContain(
    'mismatches    1 clear pictures with an unsafe text, 1 unsafe pictures whose texts are allowed',
  );
  const lines = new Map((await reportLines(join(root, 'dogs.shoji'))).map((line) => [line.path, line]));
  expect(lines.get('green.png')).toMatchObject({
    status: 'withhold',
    mismatch: 'text',
    also_in: [{ set: join(root, 'cats'), path: 'old.png' }],
  });
  expect(lines.get('red.png')).toMatchObject({ status: 'withhold', mismatch: 'image' });
  expect(lines.get('alone.png')).not.toHaveProperty('mismatch');
  expect(lines.get('magenta.png')).not.toHaveProperty('also_in');

  const facts = JSON.parse((await scan('dogs', '--json')).stdout);
  expect(facts).toMatchObject({
    duplicates: { elsewhere: 0 },
    mismatches: { text: 1, image: 1 },
    balance: { sexual: { withhold: 2, blur: 0 } },
  });
  expect(Object.values(facts.balance)).toContainEqual({ withhold: 0, blur: 0, clear: 1 });
});

it('names an unusable other set before anything is judged', async () => {
  const calls = service.calls;
  const none = await scan('dogs', '--against', join(root, 'none.shoji'));
  expect(none.stderr).toContain('none.shoji/manifest.jsonl cannot be read. Scan that set first');
  expect(none.code).toBe(2);
  const itself = await scan('dogs', '--against', join(root, 'dogs.shoji'));
  expect(itself.stderr).toContain('--against names the report of this set itself');
  expect(itself.code).toBe(2);
  expect(service.calls).toBe(calls);
});
