import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { SOURCE_ARGS } from '../../scripts/source-condition.ts';
import { fixture } from '../cli/shoji.ts';

const folder = mkdtempSync(join(tmpdir(), 'shoji-lazy-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The modules that a program loads which makes these judges, and asks none or one of them. */
async function modulesOf(program: string): Promise<string[]> {
  const file = join(folder, `${Math.random()}.txt`);
  const args = [...SOURCE_ARGS, `--import=${fixture('record-modules.mjs')}`, '--input-type=module'];
  const env = { ...process.env, SHOJI_TEST_MODULES: file };
  await promisify(execFile)(process.execPath, [...args, '--eval', program], { env, cwd: fixture('') });
  return readFileSync(file, 'utf8').trim().split('\n');
}

const MADE = `
  import { azureContentSafety, escalate, guardModel, JUDGE_PRICES, openaiModeration } from '@shoji/judges';
  const url = 'http://127.0.0.1:9';
  const openai = openaiModeration({ apiKey: 'sk-test', url, resilience: { attempts: 1 } });
  const azure = azureContentSafety({ endpoint: url, key: 'key' });
  const guard = guardModel({ url, model: 'llama-guard3' });
  const both = escalate(openai.image, azure.image);
`;
const SERVICE = /judges\/src\/http\/|\/node_modules\/(?:cockatiel|p-queue)\//;
const AWS = /\/node_modules\/(?:@aws-sdk|@smithy)\//;

describe('a judge that is configured', () => {
  it('does not load its service before it is asked', async () => {
    const modules = await modulesOf(MADE);
    expect(modules).toContainEqual(expect.stringMatching(/packages\/judges\/src\/index\.ts$/));
    expect(modules.filter((url) => SERVICE.test(url))).toEqual([]);
  });

  it('loads its service when it is asked', async () => {
    const ask = `await openai.prompt.classify('a dog', { signal: new AbortController().signal }).catch(() => {});`;
    const modules = await modulesOf(MADE + ask);
    expect(modules).toContainEqual(expect.stringMatching(/judges\/src\/http\/service\.ts$/));
  });

  it('does not load the AWS SDK before it is asked, if it is a guardrail', async () => {
    const modules = await modulesOf(`
      import { bedrockGuardrail } from '@shoji/aws';
      bedrockGuardrail({ id: 'gr', version: '1', region: 'eu-west-1' });
    `);
    expect(modules).toContainEqual(expect.stringMatching(/guardrail\/guardrail\.ts$/));
    expect(modules.filter((url) => AWS.test(url))).toEqual([]);
  });
});
