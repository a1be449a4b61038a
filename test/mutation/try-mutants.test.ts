import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createRelated } from './related.ts';
import { filesOf } from './repository.ts';
import type { RunReply } from './run-messages.ts';
import { createTestRunner, type TestRunner } from './test-runner.ts';
import { createBaseline, tryMutant } from './try-mutants.ts';
import { createTypes } from './types.ts';

const root = resolve(import.meta.dirname, '../..');
const file = 'packages/core/src/policy/decide.ts';
const source = readFileSync(join(root, file), 'utf8');
const runner = createTestRunner();
const types = createTypes(root);
afterAll(() => {
  runner.close();
  types.close();
});

function mutantWith(before: string, after: string) {
  expect(source).toContain(before);
  return {
    file,
    line: 1,
    operator: '',
    original: before,
    mutated: after,
    source: source.replace(before, () => after),
  };
}

describe('a mutant', () => {
  const related = createRelated(
    root,
    filesOf(root).filter((one) => one.startsWith('packages/core/src/policy/')),
  );

  it('is noticed by the test beside it, and the module is as it was afterwards', async () => {
    const baseline = createBaseline(runner);
    const worse = mutantWith('!(score < threshold)', '(score < threshold)');
    const same = mutantWith('!(score < threshold)', '!(threshold > score)');
    const by = async (mutant: typeof same) =>
      (await tryMutant(root, mutant, { runner, related, baseline })).by;
    expect(await by(worse)).toContain('src/policy/decide.test.ts: ');
    expect(await by(same)).toBeUndefined();
    expect(await by(worse)).toContain('src/policy/decide.test.ts: ');
    expect(readFileSync(join(root, file), 'utf8')).toBe(source);
  });

  it('counts as a time-out only if its tests do not end a second time, after a run without it', async () => {
    const mutant = mutantWith('!(score < threshold)', '(score < threshold)');
    const tests = related.beside(file);
    const by = async (...replies: readonly (RunReply | undefined)[]) => {
      const asked: boolean[] = [];
      const busy: TestRunner = {
        async run(request) {
          asked.push(request.mutant !== undefined);
          return request.mutant ? replies[asked.filter(Boolean).length - 1] : { files: [] };
        },
        close() {},
      };
      const nearby = { beside: () => tests, nearest: () => [], further: () => [] };
      const baseline = createBaseline(busy);
      const tried = await tryMutant(root, mutant, { runner: busy, related: nearby, baseline });
      return { by: tried.by, asked };
    };
    const twice = [false, true, false, true];
    expect(await by(undefined, undefined)).toEqual({ by: 'time-out', asked: twice });
    expect(await by(undefined, { failed: 'a test', files: [] })).toEqual({ by: 'a test', asked: twice });
    expect(await by(undefined, { files: [] })).toEqual({ by: undefined, asked: twice });
    expect(await by({ files: [] })).toEqual({ by: undefined, asked: [false, true] });
  });

  it('is not run if the tests fail without it', async () => {
    const tests = ['packages/core/src/policy/there-is-none.test.ts'];
    await expect(createBaseline(runner).of(tests)).rejects.toThrow('Tests fail without a mutant');
  });

  it('that does not load is noticed', async () => {
    const { source } = mutantWith('function reaches', 'throw 1; function reaches');
    const mutant = { path: join(root, file), source };
    const reply = await runner.run({ tests: related.beside(file), mutant, bail: true }, 60_000);
    expect(reply?.failed).toBe('packages/core/src/policy/decide.test.ts does not load');
  });

  it('that never ends is stopped, and the next is run', async () => {
    const { source } = mutantWith('function reaches', 'for (;;); function reaches');
    const tests = related.beside(file);
    const mutant = { path: join(root, file), source };
    expect(await runner.run({ tests, mutant, bail: true }, 2_000)).toBeUndefined();
    expect([...(await createBaseline(runner).of(tests)).keys()]).toEqual(tests);
  });
});

describe('createTypes', () => {
  const path = join(root, file);

  it('accepts what compiles, and refuses what does not', () => {
    const accepts = (before: string, after: string) => types.accepts(path, mutantWith(before, after).source);
    expect(accepts('!(score < threshold)', 'score < threshold')).toBe(true);
    expect(accepts('!(score < threshold)', 'threshold')).toBe(false);
    expect(accepts('!(score < threshold)', 'true')).toBe(true);
    expect(accepts('!(score < threshold)', '(')).toBe(false);
  });

  it('forgets a module once it is asked about another', () => {
    const other = join(root, 'packages/core/src/policy/presets.ts');
    expect(types.accepts(path, `${source}\nexport const wrong: string = 1;`)).toBe(false);
    expect(types.accepts(other, readFileSync(other, 'utf8'))).toBe(true);
    expect(types.accepts(path, source)).toBe(true);
  });
});
