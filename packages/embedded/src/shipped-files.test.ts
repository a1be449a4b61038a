import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { MODEL_SHA256 } from './prompt/heads.ts';
import { SHIPPED } from './shipped-files.generated.ts';
import { readShipped, type ShippedFile, WEIGHTS } from './shipped-files.ts';

const files = Object.entries(SHIPPED.files);

/** A copy of the small shipped files, for tests that damage it. */
function copied(): URL {
  const folder = mkdtempSync(join(tmpdir(), 'shoji-weights-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync(WEIGHTS, folder, { recursive: true, filter: (path) => !path.endsWith('.onnx') });
  return pathToFileURL(`${folder}/`);
}

describe('the shipped files', () => {
  it.each(files)('are the output of the build step: %s', (_, { path, bytes, sha256 }) => {
    const content = readFileSync(new URL(path, WEIGHTS));
    expect(content).toHaveLength(bytes);
    expect(createHash('sha256').update(content).digest('hex')).toBe(sha256);
  });

  it('contain the sentence embedding that the heads were trained on', () => {
    expect(SHIPPED.files.embedding.sha256).toBe(MODEL_SHA256);
  });
});

describe('readShipped', () => {
  const role: ShippedFile = 'tokenizerConfig';
  const { path, bytes } = SHIPPED.files[role];

  it('reads a file', async () => {
    expect(await readShipped(role)).toHaveLength(bytes);
  });

  it('refuses a changed file, and names the file and the remedy', async () => {
    const folder = copied();
    writeFileSync(new URL(path, folder), '{}');
    await expect(readShipped(role, folder)).rejects.toMatchObject({
      failure: 'unavailable',
      message: expect.stringMatching(
        /tokenizer_config\.json is not the file.* Install @shoji\/embedded again/,
      ),
    });
  });

  it('reports a missing file', async () => {
    const folder = copied();
    rmSync(new URL(path, folder));
    await expect(readShipped(role, folder)).rejects.toMatchObject({
      failure: 'unavailable',
      message: expect.stringContaining('tokenizer_config.json cannot be read'),
      cause: { code: 'ENOENT' },
    });
  });
});
