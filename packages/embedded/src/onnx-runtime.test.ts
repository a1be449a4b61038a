import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { kerasToOnnx } from '../build/keras-to-onnx.ts';
import { smallKerasModel } from '../build/small-keras-model.ts';

const MODULE = new URL('onnx-runtime.ts', import.meta.url);
const MODEL = Buffer.from(kerasToOnnx(smallKerasModel())).toString('base64');
/** Packages that this package depends on. */
const INSTALLED = fileURLToPath(new URL('../node_modules', import.meta.url));

/** Runs `code` as a module of a new process without the variables of ONNX Runtime, and returns what it prints. */
async function printed(code: string, variables: Record<string, string> = {}): Promise<string> {
  const { ORT_DISABLE_TELEMETRY: _, SHOJI_ONNX: __, ...env } = process.env;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...process.execArgv, '--input-type=module', '--eval', code],
    { env: { ...env, ...variables } },
  );
  return stdout.trim();
}

/** Loads a model and prints its build, or why it failed. */
const loading = (module = MODULE) => `
  await import(${JSON.stringify(module.href)})
    .then(({ loadOnnxModel }) => loadOnnxModel(Buffer.from('${MODEL}', 'base64')))
    .then(
      ({ build }) => console.log(build),
      ({ failure, message, cause }) => console.log(failure, message, cause?.message ?? ''),
    );`;
const TELEMETRY = `
  console.log(process.report.getReport().environmentVariables.ORT_DISABLE_TELEMETRY);`;
/** Loads a model in a worker thread. */
const IN_WORKER = `
  const { Worker } = await import('node:worker_threads');
  const code = ${JSON.stringify(`(async () => {${loading()}})()`)};
  new Worker(code, { eval: true });`;

/** A copy of the module for which onnxruntime-node is not installed, or fails to load as on another platform. */
function copied(native: 'missing' | 'broken'): URL {
  const folder = mkdtempSync(join(tmpdir(), 'shoji-onnx-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  copyFileSync(MODULE, join(folder, 'onnx-runtime.ts'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  const installed = join(folder, 'node_modules');
  mkdirSync(join(installed, '@shoji'), { recursive: true });
  for (const name of ['@shoji/core', 'zod', 'onnxruntime-web'])
    symlinkSync(join(INSTALLED, name), join(installed, name));
  if (native === 'broken') {
    mkdirSync(join(installed, 'onnxruntime-node'));
    writeFileSync(join(installed, 'onnxruntime-node/index.js'), `throw new Error('invalid ELF header');`);
  }
  return pathToFileURL(join(folder, 'onnx-runtime.ts'));
}

describe('loadOnnxModel', () => {
  it('uses the native build when it is installed', async () => {
    expect(await printed(loading())).toBe('native');
    expect(await printed(loading(), { SHOJI_ONNX: '' })).toBe('native');
  });

  it.each(['missing', 'broken'] as const)(
    'uses the WebAssembly build when onnxruntime-node is %s',
    async (native) => {
      expect(await printed(loading(copied(native)))).toBe('wasm');
    },
  );

  it('uses the build that SHOJI_ONNX names', async () => {
    expect(await printed(loading(), { SHOJI_ONNX: 'wasm' })).toBe('wasm');
    expect(await printed(loading(), { SHOJI_ONNX: 'native' })).toBe('native');
  });

  it('fails with the remedy and the cause when SHOJI_ONNX requires a build that cannot be loaded', async () => {
    expect(await printed(loading(copied('broken')), { SHOJI_ONNX: 'native' })).toMatch(
      /^unavailable onnxruntime-node cannot be loaded.*without `--omit=optional`.* invalid ELF header$/,
    );
  });

  it('refuses an unknown build', async () => {
    expect(await printed(loading(), { SHOJI_ONNX: 'cuda' })).toMatch(
      /^unavailable SHOJI_ONNX is "cuda"\. Set it to "native" or "wasm"/,
    );
  });

  it('starts no thread for the WebAssembly build', async () => {
    const count = `let workers = 0; process.on('worker', () => { workers += 1; });`;
    const code = `${count}${loading()} console.log(workers);`;
    expect(await printed(code, { SHOJI_ONNX: 'wasm' })).toBe('wasm\n0');
  });
});

describe('the telemetry of the native build', () => {
  it('is off in the environment variables that native code reads', async () => {
    expect(await printed(loading() + TELEMETRY)).toBe('native\n1');
  });

  it('is off even when the operator’s environment switches it on', async () => {
    expect(await printed(loading() + TELEMETRY, { ORT_DISABLE_TELEMETRY: '0' })).toBe('native\n1');
  });

  it('lets a worker thread load a model after the process switched it off', async () => {
    const code = `const { disableOnnxTelemetry } = await import(${JSON.stringify(MODULE.href)}); disableOnnxTelemetry();`;
    expect(await printed(code + IN_WORKER)).toBe('native');
  });

  it('refuses to load the native build in a worker thread while native code would read it as on', async () => {
    expect(await printed(IN_WORKER)).toMatch(
      /^unavailable The telemetry of ONNX Runtime is on.*ORT_DISABLE_TELEMETRY=1/,
    );
    expect(await printed(IN_WORKER, { SHOJI_ONNX: 'wasm' })).toBe('wasm');
  });
});
