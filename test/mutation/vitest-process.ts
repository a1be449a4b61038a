import { relative, resolve, sep } from 'node:path';
import { createVitest, type TestModule, type Vitest } from 'vitest/node';
import { SOURCE_ARGS } from '../../scripts/source-condition.ts';
import config from '../../vitest.config.ts';
import { type RunReply, type RunRequest, runRequest } from './run-messages.ts';

const root = resolve(import.meta.dirname, '../..');
let mutant: RunRequest['mutant'];
/** The test files that ended in this run. Vitest's result still has the state of the last run for the others. */
let ended: TestModule[] = [];

async function start(): Promise<Vitest> {
  const { test, ...vite } = config;
  const plugins = [
    { name: 'mutant', load: (id: string) => (id === mutant?.path ? mutant.source : undefined) },
  ];
  // Vitest's cache on the disk identifies a module by its file, and a mutant has no file.
  const options = { maxWorkers: 1, execArgv: [...SOURCE_ARGS], fsModuleCache: false };
  const projects = (test?.projects ?? []).flatMap((project) =>
    typeof project === 'object' && 'test' in project
      ? [{ ...vite, ...project, extends: false, plugins, test: { ...project.test, ...options } }]
      : [],
  );
  // Threads end with this process, so a test that never ends is stopped from outside.
  const vitest = await createVitest(
    'test',
    {
      config: false,
      root,
      watch: false,
      pool: 'threads',
      reporters: [{ onTestModuleEnd: (module) => void ended.push(module) }],
      ...options,
      projects,
    },
    { logLevel: 'silent' },
  );
  await vitest.standalone();
  await vitest.globTestSpecifications();
  return vitest;
}

async function run(vitest: Vitest, request: RunRequest): Promise<RunReply> {
  vitest.config.bail = request.bail ? 1 : 0;
  if (mutant) vitest.invalidateFile(mutant.path);
  mutant = request.mutant;
  if (mutant) vitest.invalidateFile(mutant.path);
  const specifications = request.tests.flatMap((test) => vitest.getModuleSpecifications(resolve(root, test)));
  if (specifications.length === 0) return { failed: 'no test found', files: [] };
  ended = [];
  const { unhandledErrors } = await vitest.runTestSpecifications(specifications);
  const files = ended.map((module) => ({
    test: relative(root, module.moduleId).split(sep).join('/'),
    passed: module.state() === 'passed' || module.state() === 'skipped',
    ms: module.diagnostic().duration,
  }));
  const failed = ended.map(failureOf).find((name) => name !== undefined);
  const stray = unhandledErrors.length > 0 ? 'an error outside of tests' : undefined;
  return { ...((failed ?? stray) ? { failed: failed ?? stray } : {}), files };
}

function failureOf(module: TestModule): string | undefined {
  if (module.state() !== 'failed') return undefined;
  for (const test of module.children.allTests('failed')) {
    const [error] = test.result().errors ?? [];
    return `${module.relativeModuleId}: ${test.fullName}: ${error?.message.split('\n')[0] ?? 'no error'}`;
  }
  return `${module.relativeModuleId} does not load`;
}

const vitest = await start();
process.on('message', (message) => {
  void run(vitest, runRequest.parse(message)).then((reply) => process.send?.(reply));
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
