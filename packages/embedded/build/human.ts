import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { GraphModel } from './detector-graph-to-onnx.ts';
import { splitWeights, weightsManifestSchema } from './tfjs-weights.ts';

const modelSchema = z.object({ modelTopology: z.unknown(), weightsManifest: weightsManifestSchema });

/**
 * Reads BlazeFace out of an unpacked package `@vladmandic/human`.
 * @throws Error when the package does not hold such a model.
 */
export function readBlazeFace(folder: string): GraphModel {
  const json: unknown = JSON.parse(readFileSync(join(folder, 'models/blazeface.json'), 'utf8'));
  const { modelTopology: topology, weightsManifest } = modelSchema.parse(json);
  return { topology, ...splitWeights(weightsManifest, readFileSync(join(folder, 'models/blazeface.bin'))) };
}
