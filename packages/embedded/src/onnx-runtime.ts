import { isMainThread } from 'node:worker_threads';
import { CheckError } from '@shoji/core';
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { z } from 'zod';

/** The part of onnxruntime-node that Shoji uses. */
export interface OnnxRuntime {
  readonly InferenceSession: typeof InferenceSession;
  readonly Tensor: typeof Tensor;
}

export type { InferenceSession as OnnxSession } from 'onnxruntime-node';

const reportOfProcess = z.object({
  environmentVariables: z.object({ ORT_DISABLE_TELEMETRY: z.literal('1') }),
});

/**
 * Switches off the telemetry of ONNX Runtime for the whole process. Call it before starting a worker thread that loads
 * the runtime: a thread has a copy of `process.env`, and the runtime reads the environment of the process.
 */
export function disableOnnxTelemetry(): void {
  process.env.ORT_DISABLE_TELEMETRY = '1';
}

/**
 * Loads ONNX Runtime with its telemetry switched off. Nothing else imports onnxruntime-node; a test enforces it.
 * @throws CheckError in a worker thread when the telemetry is on in the process.
 */
export async function loadOnnxRuntime(): Promise<OnnxRuntime> {
  disableOnnxTelemetry();
  if (!isMainThread && !isDisabledInProcess()) {
    throw new CheckError(
      'unavailable',
      'The telemetry of ONNX Runtime is on, and a worker thread cannot switch it off. Set ORT_DISABLE_TELEMETRY=1 in the environment of the process, or in process.env of the main thread before it starts the worker.',
    );
  }
  return import('onnxruntime-node');
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
