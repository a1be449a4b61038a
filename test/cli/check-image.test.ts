import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixture, shoji } from './shoji.ts';

let folder = '';
const file = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shoji-'));
  const picture = sharp({ create: { width: 96, height: 96, channels: 3, background: '#7799bb' } });
  await picture.png().toFile(file('plain.png'));
  const frames = Buffer.alloc(32 * 64 * 3, 200).fill(20, 0, 32 * 32 * 3);
  const raw = { width: 32, height: 64, channels: 3, pageHeight: 32 } as const;
  await sharp(frames, { raw }).gif().toFile(file('moving.gif'));
  await writeFile(file('note.png'), 'no picture at all');
});
afterAll(() => rm(folder, { recursive: true }));

describe('shoji check-image', () => {
  it('passes a plain picture on the embedded model', async () => {
    const { code, stdout } = await shoji(['check-image', file('plain.png')]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: `clear      ${file('plain.png')}\n` });
  });

  it('accounts for every file, in the order given', async () => {
    const files = [file('missing.png'), file('plain.png'), folder, file('note.png')];
    const config = ['--config', fixture('everything-suggestive.config.ts')];
    const { code, stdout, stderr } = await shoji(['check-image', '--jsonl', ...config, ...files]);
    const answers = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect({ code, stderr }).toEqual({ code: 30, stderr: '' });
    expect(answers.map((answer) => [answer.file, answer.decision, answer.unchecked])).toEqual([
      [files[0], 'withhold', true],
      [files[1], 'blur', false],
      [files[2], 'withhold', true],
      [files[3], 'withhold', true],
    ]);
    expect(answers.map(({ warnings }) => warnings[0].message)).toEqual([
      'The file does not exist.',
      'The picture may show suggestive content.',
      'It is a folder. Name the pictures in it.',
      expect.stringContaining('not a picture'),
    ]);
  });

  it('judges the words of a picture, and each frame of an animation, as the configuration says', async () => {
    const config = ['--config', fixture('words.config.ts')];
    const { stdout } = await shoji([
      'check-image',
      '--jsonl',
      ...config,
      file('plain.png'),
      file('moving.gif'),
    ]);
    const [plain, moving] = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(plain).toMatchObject({
      decision: 'blur',
      findings: [{ category: 'toxicity', label: 'marmalade' }],
    });
    expect(moving).toMatchObject({ decision: 'withhold', unchecked: true });
    expect(moving.warnings[0].message).toContain('2 frames; only still pictures are accepted');
  });

  it('ends with the exit code of the most severe picture', async () => {
    const config = ['--config', fixture('everything-suggestive.config.ts')];
    const [blurred, none] = await Promise.all([
      shoji(['check-image', '--json', ...config, file('plain.png')]),
      shoji(['check-image']),
    ]);
    expect(blurred.code).toBe(10);
    expect(JSON.parse(blurred.stdout)).toMatchObject([
      { decision: 'blur', findings: [{ label: 'Swimwear' }] },
    ]);
    expect(none.code).toBe(2);
  });
});
