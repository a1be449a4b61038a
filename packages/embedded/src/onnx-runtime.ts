/// <reference path="./onnxruntime-node.d.ts" />
import { createRequire } from 'node:module';
import { isMainThread } from 'node:worker_threads';
import { CheckError } from '@shoji/core';
import { z } from 'zod';

/** The two builds of ONNX Runtime: machine code for some platforms, and WebAssembly, which runs everywhere. */
export type OnnxBuild = 'native' | 'wasm';

/** An input of a model: its values, row-major, and its shape. */
export interface OnnxInput {
  readonly data: Float32Array | BigInt64Array;
  readonly shape: readonly number[];
}

/** A model that is ready to run. */
export interface OnnxModel {
  readonly build: OnnxBuild;
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  /**
   * Computes the outputs, which are of type float32.
   * @throws CheckError `invalid-answer` when an output has another type.
   */
  run(inputs: Readonly<Record<string, OnnxInput>>): Promise<Readonly<Record<string, Float32Array>>>;
  /**
   * Computes the outputs, and returns one of type float32, or of type bool, which is read as 0 and 1. Other outputs may have any type.
   * @throws CheckError `invalid-answer` when it has another type.
   */
  runOne(inputs: Readonly<Record<string, OnnxInput>>, output: string): Promise<OnnxOutput>;
}

/** One output of a model: its values, row-major, and its shape. */
export interface OnnxOutput {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

/** The part of onnxruntime-node's and onnxruntime-web's API that Shoji uses. */
interface Runtime {
  readonly Tensor: new (type: 'float32' | 'int64', data: OnnxInput['data'], dims: number[]) => object;
  readonly InferenceSession: {
    create(
      model: Uint8Array,
      options: { intraOpNumThreads: number; interOpNumThreads: number },
    ): Promise<Session>;
  };
}

interface Session {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  run(inputs: Record<string, object>): Promise<Record<string, Value>>;
}

interface Value {
  readonly data: unknown;
  readonly dims: readonly number[];
  readonly type: string;
}

/** The environment variable that requires a build. */
const VARIABLE = 'SHOJI_ONNX';
const choiceSchema = z.enum(['native', 'wasm']).optional();

const reportOfProcess = z.object({
  environmentVariables: z.object({ ORT_DISABLE_TELEMETRY: z.literal('1') }),
});

/**
 * Switches off the telemetry of ONNX Runtime for the whole process. The version that this package installs has none on
 * Linux and macOS; where an app has installed a later version, that one may be loaded. Call it before starting a worker thread that loads
 * the runtime: a thread has a copy of `process.env`, and the runtime reads the environment of the process.
 */
export function disableOnnxTelemetry(): void {
  process.env.ORT_DISABLE_TELEMETRY = '1';
}

/**
 * Loads a model by onnxruntime-node with its telemetry switched off, or by onnxruntime-web where the former is not
 * installed or does not run on this machine. `SHOJI_ONNX=native` or `SHOJI_ONNX=wasm` requires one of them. Nothing
 * else imports ONNX Runtime; a test enforces it.
 * @throws CheckError `unavailable` when the required build cannot be loaded, and in a worker thread when the telemetry
 * of the native build is on in the process. The message names the remedy.
 */
export async function loadOnnxModel(model: Uint8Array): Promise<OnnxModel> {
  const { build, Tensor, InferenceSession } = await loadRuntime();
  // Two threads are slower than one for inputs this small, and the WebAssembly build would start workers for them.
  const session = await InferenceSession.create(model, { intraOpNumThreads: 1, interOpNumThreads: 1 });
  const tensor = ({ data, shape }: OnnxInput) =>
    new Tensor(data instanceof Float32Array ? 'float32' : 'int64', data, [...shape]);
  const tensorsOf = (inputs: Readonly<Record<string, OnnxInput>>) =>
    Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, tensor(input)] as const));
  return {
    build,
    inputNames: session.inputNames,
    outputNames: session.outputNames,
    async run(inputs) {
      const outputs = await session.run(tensorsOf(inputs));
      return Object.fromEntries(
        Object.entries(outputs).map(([name, { data }]) => {
          if (data instanceof Float32Array) return [name, data];
          throw new CheckError('invalid-answer', `Output ${name} of the model is not of type float32.`);
        }),
      );
    },
    async runOne(inputs, name) {
      // Computes all: onnxruntime-node 1.17 returns a requested output under the name of the first one.
      const output = (await session.run(tensorsOf(inputs)))[name];
      if (output?.data instanceof Float32Array) return { data: output.data, shape: output.dims };
      if (output?.type === 'bool' && output.data instanceof Uint8Array)
        return { data: Float32Array.from(output.data), shape: output.dims };
      throw new CheckError('invalid-answer', `Output ${name} of the model is neither float32 nor bool.`);
    },
  };
}

async function loadRuntime(): Promise<Runtime & { readonly build: OnnxBuild }> {
  const { success, data: choice } = choiceSchema.safeParse(process.env[VARIABLE] || undefined);
  if (!success) {
    throw new CheckError(
      'unavailable',
      `${VARIABLE} is "${process.env[VARIABLE]}". Set it to "native" or "wasm", or leave it out.`,
    );
  }
  if (choice === 'wasm') return loadWasm();
  try {
    return await loadNative();
  } catch (cause) {
    if (cause instanceof CheckError) throw cause;
    if (choice === undefined) return loadWasm();
    throw new CheckError(
      'unavailable',
      `onnxruntime-node cannot be loaded, and ${VARIABLE} is "native". Install it without \`--omit=optional\`, or leave ${VARIABLE} out to run the models as WebAssembly.`,
      { cause },
    );
  }
}

async function loadNative(): Promise<Runtime & { readonly build: 'native' }> {
  createRequire(import.meta.url).resolve('onnxruntime-node');
  disableOnnxTelemetry();
  if (!isMainThread && !isDisabledInProcess()) {
    throw new CheckError(
      'unavailable',
      `The telemetry of ONNX Runtime is on, and a worker thread cannot switch it off. Set ORT_DISABLE_TELEMETRY=1 in the environment of the process, or in process.env of the main thread before it starts the worker; or set ${VARIABLE}=wasm.`,
    );
  }
  const { InferenceSession, Tensor } = await import('onnxruntime-node');
  return { build: 'native', InferenceSession, Tensor };
}

async function loadWasm(): Promise<Runtime & { readonly build: 'wasm' }> {
  try {
    const { env, InferenceSession, Tensor } = await import('onnxruntime-web/wasm');
    env.wasm.numThreads = 1;
    return { build: 'wasm', InferenceSession, Tensor };
  } catch (cause) {
    throw new CheckError('unavailable', 'onnxruntime-web cannot be loaded. Install @shoji/embedded again.', {
      cause,
    });
  }
}

/** Whether native code sees the variable: Node's diagnostic report reads the environment of the process, not the copy. */
function isDisabledInProcess(): boolean {
  const report: typeof process.report & { excludeNetwork?: boolean } = process.report;
  const { excludeNetwork = false } = report;
  // The network part of a report looks up the names of all peers.
  report.excludeNetwork = true;
  try {
    return reportOfProcess.safeParse(report.getReport()).success;
  } finally {
    report.excludeNetwork = excludeNetwork;
  }
}
