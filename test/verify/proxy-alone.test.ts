import { afterAll, beforeAll, expect, it } from 'vitest';
import { EmptyFolder } from './support/empty-folder.ts';
import { installedPackages } from './support/installed.ts';

let folder: EmptyFolder;
beforeAll(async () => {
  folder = await EmptyFolder.make();
  await folder.install(['@shoji/edge-proxy']);
});
afterAll(() => folder.remove());

it('installs neither ONNX Runtime nor a client of S3 nor a queue', () => {
  const names = installedPackages(folder.path).map(({ name }) => name);
  expect(names).toContain('@aws-sdk/client-rekognition');
  expect(names.filter((name) => /onnxruntime|client-s3|lib-storage|bullmq|ioredis/.test(name))).toEqual([]);
});

it('has all imports of a Lambda handler', async () => {
  const code = `const { createApp } = await import('@shoji/edge-proxy'); await import('@shoji/edge-proxy/lambda');
    console.log(typeof createApp);`;
  const { stdout, stderr } = await folder.run('node', ['--input-type=module', '--eval', code]);
  expect({ stdout, stderr }).toEqual({ stdout: 'function\n', stderr: '' });
});
