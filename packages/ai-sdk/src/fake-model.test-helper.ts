import type { ImageModelV4, ImageModelV4CallOptions } from '@ai-sdk/provider';
import {
  type Engine,
  type GenerationRequest,
  type GenerationResult,
  type ImageGenerator,
  moderateGeneration,
  resultOf,
} from '@shoji/core';
import { fakeEngine } from '@shoji/core/testing';

/** An image model whose pictures are the texts that `draw` gives; it remembers its calls. */
export function fakeModel(
  draw: (call: ImageModelV4CallOptions) => string[] | Promise<string[]> = ({ n }) =>
    Array.from({ length: n }, () => 'picture'),
  parts: Partial<ImageModelV4> = {},
): ImageModelV4 & { readonly calls: ImageModelV4CallOptions[] } {
  const calls: ImageModelV4CallOptions[] = [];
  return {
    specificationVersion: 'v4',
    provider: 'fake.image',
    modelId: 'model',
    maxImagesPerCall: 2,
    calls,
    doGenerate: async (call) => {
      calls.push(call);
      const response = { timestamp: new Date(), modelId: 'model', headers: undefined };
      return { images: (await draw(call)).map(btoa), warnings: [], response };
    },
    ...parts,
  };
}

/** Runs a generation of fakes with `generator` to its end. */
export async function generate(
  generator: ImageGenerator,
  request: Partial<GenerationRequest> = {},
  parts: Partial<Engine> = {},
): Promise<GenerationResult> {
  const engine = fakeEngine({ generator, ...parts });
  const { signal } = new AbortController();
  const asked = { prompt: 'a dog', seed: 7, ...request };
  return resultOf(moderateGeneration(asked, engine, { id: 'gen_1', signal }));
}
