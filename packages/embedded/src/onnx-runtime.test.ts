import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const MODULE = new URL('onnx-runtime.ts', import.meta.url).href;

/** Runs `code` as a module of a new process without the variable, and returns what it prints. */
async function printed(code: string): Promise<string> {
  const { ORT_DISABLE_TELEMETRY: _, ...env } = process.env;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...process.execArgv, '--input-type=module', '--eval', code],
    { env },
  );
  return stdout.trim();
}

/** A worker thread that loads the runtime and prints what came of it. */
const LOADING_WORKER = `
  const { Worker } = await import('node:worker_threads');
  new Worker(\`import(${JSON.stringify(MODULE)}).then(({ loadOnnxRuntime }) => loadOnnxRuntime())
    .then((runtime) => console.log(typeof runtime.InferenceSession.create), (error) => console.log(error.failure, error.message))\`,
    { eval: true });`;

describe('loadOnnxRuntime', () => {
  it('switches the telemetry off in the environment that native code reads', async () => {
    const code = `
      const { loadOnnxRuntime } = await import(${JSON.stringify(MODULE)});
      const { InferenceSession } = await loadOnnxRuntime();
      console.log(typeof InferenceSession.create, process.report.getReport().environmentVariables.ORT_DISABLE_TELEMETRY);`;
    expect(await printed(code)).toBe('function 1');
  });

  it('does so even where the operator’s environment switches it on', async () => {
    const code = `
      process.env.ORT_DISABLE_TELEMETRY = '0';
      const { loadOnnxRuntime } = await import(${JSON.stringify(MODULE)});
      await loadOnnxRuntime();
      console.log(process.report.getReport().environmentVariables.ORT_DISABLE_TELEMETRY);`;
    expect(await printed(code)).toBe('1');
  });

  it('loads in a worker thread of a process that switched it off', async () => {
    const code = `const { disableOnnxTelemetry } = await import(${JSON.stringify(MODULE)}); disableOnnxTelemetry();`;
    expect(await printed(code + LOADING_WORKER)).toBe('function');
  });

  it('refuses in a worker thread where native code would still see it on', async () => {
    expect(await printed(LOADING_WORKER)).toMatch(
      /^unavailable The telemetry of ONNX Runtime is on.*ORT_DISABLE_TELEMETRY=1/,
    );
  });
});
