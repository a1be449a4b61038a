import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EmptyFolder } from './support/empty-folder.ts';
import { NODE_VERSIONS } from './support/node-versions.ts';

/** A moderated generation as a plain script: real rules and policy, the rest fakes. */
const SCRIPT = `
import { moderateGeneration, rules } from '@shoji/core';
import { fakeEngine } from '@shoji/core/testing';

const engine = fakeEngine({ rules: [rules()] });
async function decide(prompt) {
  const flow = moderateGeneration({ prompt, n: 2 }, engine, { id: 'gen_1', signal: AbortSignal.timeout(60_000) });
  const types = [];
  for (;;) {
    const { done, value } = await flow.next();
    if (done) return [value.decision ?? value.prompt.decision, types.join(' ')];
    types.push(value.type);
  }
}
console.log(JSON.stringify(await decide('a dog in a suit')));
console.log(JSON.stringify(await decide('a sexy woman')));
`;

let folder: EmptyFolder;
beforeAll(async () => {
  folder = await EmptyFolder.make();
  await folder.install(['@shoji/core']);
  await writeFile(join(folder.path, 'script.mjs'), SCRIPT);
});
afterAll(() => folder.remove());

describe.each([20, 22, 24] as const)('@shoji/core on Node %i', (version) => {
  it('runs a moderated generation from a plain script', async () => {
    const shown = await folder.run('node', ['--version'], version);
    expect(shown.stdout.trim()).toBe(`v${NODE_VERSIONS[version]}`);
    const { code, stdout, stderr } = await folder.run('node', ['script.mjs'], version);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [clear, warned] = stdout.trim().split('\n');
    expect(clear).toContain('"clear"');
    expect(clear).toContain('image.screened image.screened');
    expect(warned).toContain('"blur"');
  });
});
