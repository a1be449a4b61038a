import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixture, shoji } from './shoji.ts';

let folder = '';
const file = (name: string) => join(folder, name);
const config = () => ['--config', file('shoji.config.mjs')];

/** Rings and bars around a place, so that two of them are different pictures. */
function drawing(x: number, y: number) {
  const rings = [130, 100, 70, 40].map(
    (radius, at) =>
      `<circle cx="${x}" cy="${y}" r="${radius}" fill="${['#246', '#e84', '#8c4', '#fd6'][at] ?? '#000'}"/>`,
  );
  const bars = [40, 90, 150, 230].map(
    (left) =>
      `<rect x="${left}" y="${(left * 7) % 200}" width="22" height="${60 + (left % 50)}" fill="#a3c"/>`,
  );
  const svg = `<svg width="320" height="300"><rect width="320" height="300" fill="#ccd"/>${rings.join('')}${bars.join('')}</svg>`;
  return sharp(Buffer.from(svg));
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shoji-'));
  await drawing(90, 110).png().toFile(file('listed.png'));
  await drawing(90, 110).flop().resize(200).jpeg({ quality: 60 }).toFile(file('copy.jpg'));
  await drawing(240, 190).png().toFile(file('other.png'));
  await sharp({ create: { width: 96, height: 96, channels: 3, background: '#7799bb' } })
    .png()
    .toFile(file('plain.png'));
  await writeFile(file('note.png'), 'no picture at all');
  // A relative path starts at the folder of the configuration, and not at the current one.
  await writeFile(file('shoji.config.mjs'), "export default { image: [], blocked: 'blocked.txt' };");
});
afterAll(() => rm(folder, { recursive: true }));

describe('shoji image hash', () => {
  it('prints lines of a list, with which a copy is withheld, and another picture is not', async () => {
    const hashed = await shoji(['image', 'hash', file('listed.png')]);
    expect(hashed).toMatchObject({ code: 0, stderr: '' });
    expect(hashed.stdout).toMatch(/^shoji-image-1:[0-9a-f]{64} {2}\S+listed\.png\n$/);
    await writeFile(file('blocked.txt'), hashed.stdout);

    const checked = await shoji(['check-image', '--json', ...config(), file('copy.jpg'), file('other.png')]);
    expect(checked.code).toBe(20);
    expect(JSON.parse(checked.stdout)).toMatchObject([
      {
        decision: 'withhold',
        unchecked: false,
        findings: [{ category: 'blocked', score: 1 }],
        warnings: [{ message: 'The picture is on the list of blocked pictures.' }],
      },
      { decision: 'clear', findings: [] },
    ]);
  });

  it('names files without a hash, and prints the others', async () => {
    const files = ['plain.png', 'note.png', 'missing.png', 'listed.png'].map(file);
    const { code, stdout, stderr } = await shoji(['image', 'hash', ...files]);
    expect({ code, lines: stdout.trimEnd().split('\n').length }).toEqual({ code: 2, lines: 1 });
    expect(stderr).toMatch(/plain\.png: .*too plain/);
    expect(stderr).toMatch(/note\.png: .*not a picture/);
    expect(stderr).toMatch(/missing\.png: The file does not exist/);
  });
});

describe('a list of blocked pictures', () => {
  it.each([
    ['a list with a wrong line', 'abc\n', /wrong\.txt, line 1: .*shoji image hash/],
    ['an empty list', '', /no hashes/],
  ])('stops the start of the server: %s', async (_, text, message) => {
    await writeFile(file('wrong.txt'), text);
    const { code, stderr } = await shoji([
      'serve',
      '--port',
      '0',
      '--no-discover',
      '--blocked',
      file('wrong.txt'),
    ]);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  it('is taken from the environment, too', async () => {
    const own = ['--config', fixture('everything-suggestive.config.ts')];
    const { code, stderr } = await shoji(['check-image', ...own, file('other.png')], '', {
      SHOJI_BLOCKED: file('none.txt'),
    });
    expect(code).toBe(2);
    expect(stderr).toMatch(/none\.txt does not exist/);
  });
});
