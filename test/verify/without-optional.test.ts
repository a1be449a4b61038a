import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { EmptyFolder } from './support/empty-folder.ts';
import { installedPackages } from './support/installed.ts';

let folder: EmptyFolder;
beforeAll(async () => {
  folder = await EmptyFolder.make();
  await folder.install(['@shoji/cli'], ['--omit=optional']);
});
afterAll(() => folder.remove());

it('the native code of sharp and of ONNX Runtime is left out', () => {
  const names = installedPackages(folder.path).map(({ name }) => name);
  expect(names).toContain('sharp');
  expect(names.filter((name) => /^@img\/sharp-|^onnxruntime-node$/.test(name))).toEqual([]);
});

it('shoji check still answers', async () => {
  const { code, stdout, stderr } = await folder.run('npx', ['shoji', 'check', 'a dog in a suit']);
  expect({ code, stdout, stderr }).toEqual({
    code: 0,
    stdout: expect.stringMatching(/^allow\b.*a dog in a suit.*checked by rules, embedded-prompt/s),
    stderr: expect.any(String),
  });
});

it.each([
  ['serve', '--port', '0'],
  ['check-image', 'grey.png'],
])('shoji %s reports the missing package and how to install it', async (...args) => {
  const { code, stdout, stderr } = await folder.run('npx', ['shoji', ...args]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/^shoji: .*native code of sharp is not installed\.$/m);
  expect(stderr).toMatch(/npm install --include=optional$/m);
});

it('the command in the message installs it', async () => {
  const grey = { width: 64, height: 64, channels: 3, background: '#808080' } as const;
  await writeFile(join(folder.path, 'grey.png'), await sharp({ create: grey }).png().toBuffer());
  await folder.run('npm', ['install', '--include=optional']);
  const { code, stdout } = await folder.run('npx', ['shoji', 'check-image', 'grey.png']);
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^clear/) });
});
