import { defineGenerator, type GeneratorLimits, type ImageGenerator } from '@shoji/core';
import type { Chosen } from '@shoji/core/generation';
import { upstreamClient } from '../../dialect-kit/client/client.ts';
import { assertOffered, assertPlainTexts, definedOf, generatorServer, isChosen, SIDE } from '../server.ts';
import { choicesOf } from './choices.ts';
import { picturesOf } from './pictures.ts';

/** How {@link automatic1111} reaches its server. */
export interface Automatic1111GeneratorOptions {
  /** The server's address, e.g. `http://127.0.0.1:7860`. */
  readonly url: string;
  /** `user:password` for a server started with `--api-auth`. */
  readonly auth?: string;
  /** Used where a request chooses nothing; the server's own settings when left out. */
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
 * The web UI of AUTOMATIC1111, Forge, SD.Next, or stable-diffusion.cpp's server as the generator of Shoji's own API.
 *
 * One call for each seed, one after the other, as the server works. Nothing is saved on the server. A cancelled request
 * interrupts the server if it works on that request; stable-diffusion.cpp's server cannot be interrupted.
 * @example
 * ```ts
 * import { defineConfig } from '@shoji/edge-proxy';
 * import { automatic1111 } from '@shoji/edge-proxy/generators';
 *
 * export default defineConfig({ generator: automatic1111({ url: 'http://127.0.0.1:7860' }) });
 * ```
 */
export const automatic1111 = defineGenerator((options: Automatic1111GeneratorOptions): ImageGenerator => {
  const { url, auth, defaults = {} } = options;
  const server = generatorServer(upstreamClient(url, auth ? `Basic ${btoa(auth)}` : undefined));
  return {
    name: 'automatic1111',
    kind: 'model',
    limits: { ...LIMITS, ...options.limits },
    choices: ({ signal }) => choicesOf(server, signal),
    async generate(request, { signal, onProgress }) {
      assertPlainTexts(request);
      const chosen = { ...defaults, ...definedOf(request.chosen ?? {}) };
      if (isChosen(chosen)) assertOffered(chosen, await choicesOf(server, signal));
      return picturesOf(server, { ...request, chosen }, { signal, onProgress });
    },
  };
});
