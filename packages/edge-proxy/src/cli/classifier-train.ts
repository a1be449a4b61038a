import { writeFileSync } from 'node:fs';
import { readLabelledPrompts } from '../classifier/labelled.ts';
import { identityPrompts } from '../classifier/train/identities.ts';
import { CATEGORIES, learnClassifiers, readExamples } from '../classifier/train/learn.ts';
import { packHeads } from '../providers/embedded/prompt-heads.ts';

const SMALL_MODEL = new URL('../../../core/src/prompt/data/small-model.generated.ts', import.meta.url);
const HEADS = new URL('../providers/embedded/prompt-heads.generated.ts', import.meta.url);

/**
 * Trains both models, calibrates them on prompts held out, and writes their weights into the checkout.
 * Embeddings are kept in the folder `cache`, if one is named.
 */
export async function trainClassifiers(data: string, seed: number, cache?: string): Promise<void> {
  const started = performance.now();
  const say = (what: string) => console.log(`${Math.round((performance.now() - started) / 1000)} s: ${what}`);
  const examples = await readExamples([...readLabelledPrompts(data), ...identityPrompts()], cache);
  say('read every prompt');
  const { linear, calibration, heads, blend } = learnClassifiers(examples, seed);
  say('trained without a tenth, and on all');
  write(SMALL_MODEL, 'SMALL_MODEL', { version: `small-${seed}`, calibration, ...linear });
  write(HEADS, 'PROMPT_HEADS', {
    version: `full-${seed}`,
    outputs: CATEGORIES,
    ...blend,
    heads: packHeads(heads),
  });
  say(`written; ${examples.length} prompts`);
}

function write(file: URL, name: string, value: object): void {
  const note =
    '// Made by `shoji classifier train`; packages/core/src/prompt/README.md says from what. Do not edit.';
  writeFileSync(file, `${note}\nexport const ${name} = ${JSON.stringify(value)};\n`);
}
