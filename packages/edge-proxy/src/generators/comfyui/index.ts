import { defineGenerator, type GeneratorLimits, type ImageGenerator } from '@shoji/core';
import type { Chosen } from '@shoji/core/generation';
import { upstreamClient } from '../../dialect-kit/client/client.ts';
import { assertOffered, assertPlainTexts, definedOf, generatorServer, SIDE } from '../server.ts';
import { choicesOf, usedOf } from './choices.ts';
import { picturesOf } from './pictures.ts';

/** How {@link comfyui} reaches its server. */
export interface ComfyUiGeneratorOptions {
  /** The server's address, e.g. `http://127.0.0.1:8188`. */
  readonly url: string;
  /** The `Authorization` for a server behind a login. */
  readonly authorization?: string;
  /** Used where a request chooses nothing; when left out, the server's first checkpoint, `euler` and `normal`. */
  readonly defaults?: Chosen;
  /** Replaces single limits: 4 images, sides from 64 to 2,048 in steps of 8 pixels. */
  readonly limits?: Partial<GeneratorLimits>;
}

const LIMITS: GeneratorLimits = {
  maxImages: 4,
  side: SIDE,
  negativePrompt: true,
  inputImage: true,
  chooses: ['model', 'sampler', 'scheduler', 'loras'],
};

/**
 * ComfyUI as the generator of Shoji's own API, with the usual workflow for a checkpoint of Stable Diffusion.
 *
 * One workflow for each seed, all queued at once. Pictures are written to the server's folder for previews, and its
 * history of the workflows is deleted. A cancelled request takes its workflows out of the queue and interrupts the one
 * that runs.
 * @example
 * ```ts
 * import { defineConfig } from '@shoji/edge-proxy';
 * import { comfyui } from '@shoji/edge-proxy/generators';
 *
 * export default defineConfig({
 *   generator: comfyui({ url: 'http://127.0.0.1:8188', defaults: { sampler: 'dpmpp_2m', scheduler: 'karras' } }),
 * });
 * ```
 */
export const comfyui = defineGenerator((options: ComfyUiGeneratorOptions): ImageGenerator => {
  const { url, authorization, defaults = {} } = options;
  const client = upstreamClient(url, authorization);
  const server = generatorServer(client);
  return {
    name: 'comfyui',
    kind: 'model',
    limits: { ...LIMITS, ...options.limits },
    choices: ({ signal }) => choicesOf(server, signal),
    async generate(request, { signal, onProgress, onWaiting }) {
      assertPlainTexts(request);
      const offered = await choicesOf(server, signal);
      const chosen = { ...defaults, ...definedOf(request.chosen ?? {}) };
      assertOffered(chosen, offered);
      return picturesOf({ client, server }, request, usedOf(chosen, offered), {
        signal,
        onProgress,
        onWaiting,
      });
    },
  };
});
