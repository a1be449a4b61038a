import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PromptWeightsError, readPromptWeights, SHIPPED_WEIGHTS, writePromptWeights } from './weights.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shoji-weights-'));
  file = join(folder, 'weights.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The content of a file of weights, with some fields replaced. */
function content(changes: object = {}): string {
  const written: object = JSON.parse(writePromptWeights(SHIPPED_WEIGHTS));
  return JSON.stringify({ ...written, ...changes });
}

describe('a file of prompt weights', () => {
  it('holds the values that were written to it, by path and by URL', () => {
    writeFileSync(file, writePromptWeights(SHIPPED_WEIGHTS));
    expect(readPromptWeights(file)).toEqual(SHIPPED_WEIGHTS);
    expect(readPromptWeights(pathToFileURL(file))).toEqual(SHIPPED_WEIGHTS);
  });

  it.each([
    ['nothing', undefined, 'ENOENT'],
    ['no JSON', 'weights', 'JSON'],
    ['another format', content({ format: 'keras' }), 'format'],
    ['a field that is not known', content({ extra: 1 }), 'extra'],
    [
      'values that are not numbers',
      content({ small: { ...SHIPPED_WEIGHTS.small, scales: [null] } }),
      'small.scales',
    ],
    ['heads that are not base64', content({ full: { ...SHIPPED_WEIGHTS.full, heads: {} } }), 'full.heads'],
  ])('is refused with its name and the reason when it holds %s', (_, text, reason) => {
    if (text !== undefined) writeFileSync(file, text);
    const read = () => readPromptWeights(file);
    expect(read).toThrow(PromptWeightsError);
    expect(read).toThrow(file);
    expect(read).toThrow(reason);
  });

  it('is refused with the remedy when it was trained on another sentence embedding', () => {
    writeFileSync(file, content({ embedding: '0'.repeat(64) }));
    expect(() => readPromptWeights(file)).toThrow('train it again with this version');
  });
});
