import { type GeneratorLimits, type ImageGenerator, UnscreenedImage } from '@shoji/core';
import { renderSample } from './render.ts';

/** SVG scales to any size; these are sizes that image models support. */
const LIMITS: GeneratorLimits = {
  maxImages: 8,
  side: { min: 128, max: 1536, multipleOf: 8 },
  negativePrompt: true,
};

export interface SampleGeneratorOptions {
  /** Maximum number of pictures in one request; default 8. */
  readonly maxImages?: number;
}

/**
 * A generator that needs no model: it composes a scene of openly licensed illustrations that match the prompt's
 * words, and says so in the picture. For trying Shoji out, and for tests; it is not a diffusion model.
 * `steps` and `guidanceScale` are ignored.
 */
export function sampleGenerator(options: SampleGeneratorOptions = {}): ImageGenerator {
  return {
    name: 'sample',
    specificationVersion: 1,
    kind: 'sample',
    limits: { ...LIMITS, maxImages: options.maxImages ?? LIMITS.maxImages },
    async generate(request, { signal, onProgress }) {
      const { prompt, seeds, width, height } = request;
      const negativePrompt = [request.negativePrompt, ...request.otherNegativePrompts].join(', ');
      const images: UnscreenedImage[] = [];
      for (const seed of seeds) {
        signal.throwIfAborted();
        onProgress?.(images.length / seeds.length);
        const { bytes } = await renderSample({ prompt: prompt.text, negativePrompt, seed, width, height });
        images.push(new UnscreenedImage(bytes));
      }
      signal.throwIfAborted();
      onProgress?.(1);
      return { images };
    },
  };
}
