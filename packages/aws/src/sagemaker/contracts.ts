import type { GeneratorLimits, ScreenedRequest } from '@shoji/core';

/** The request that a container takes for one image, and its limits. */
export interface SageMakerContract {
  readonly contentType: string;
  readonly accept: string;
  readonly limits: GeneratorLimits;
  body(request: ScreenedRequest, seed: number): string;
}

/** `;jpeg` asks for base64 JPEGs: the arrays of plain JSON pass the 6 MiB limit of an answer at 768×768. */
const JPEG = 'application/json;jpeg';

// The window of the CLIP text encoders of all these models.
const promptTokens = 77;

/**
 * The containers of SageMaker JumpStart.
 * Source: the JumpStart text-to-image notebooks in aws/amazon-sagemaker-examples, for Stable Diffusion 2.1 and XL.
 */
export const SAGEMAKER_CONTRACTS = {
  /** Stable Diffusion 2.x with all its parameters. */
  'jumpstart-sd2': {
    contentType: 'application/json',
    accept: JPEG,
    limits: {
      maxImages: 4,
      side: { min: 256, max: 1024, multipleOf: 8 },
      promptTokens,
      negativePrompt: true,
    },
    body: (request, seed) =>
      JSON.stringify({
        prompt: request.prompt.text,
        ...(request.negativePrompt !== '' && { negative_prompt: request.negativePrompt }),
        width: request.width,
        height: request.height,
        num_inference_steps: request.steps,
        guidance_scale: request.guidanceScale,
        num_images_per_prompt: 1,
        seed,
      }),
  },
  /** Stable Diffusion 2.x with the bare prompt: the container chooses size, steps and seed, and takes no negative prompt. */
  'jumpstart-sd2-text': {
    contentType: 'application/x-text',
    accept: JPEG,
    limits: {
      maxImages: 4,
      side: { min: 512, max: 512, multipleOf: 8 },
      promptTokens,
      negativePrompt: false,
    },
    body: (request) => request.prompt.text,
  },
  /** Stable Diffusion XL: the negative prompt is a text with a negative weight. */
  sdxl: {
    contentType: 'application/json',
    accept: JPEG,
    limits: {
      maxImages: 4,
      side: { min: 512, max: 1536, multipleOf: 64 },
      promptTokens,
      negativePrompt: true,
    },
    body: (request, seed) =>
      JSON.stringify({
        text_prompts: [
          { text: request.prompt.text, weight: 1 },
          ...(request.negativePrompt === '' ? [] : [{ text: request.negativePrompt, weight: -1 }]),
        ],
        width: request.width,
        height: request.height,
        cfg_scale: request.guidanceScale,
        steps: request.steps,
        seed,
      }),
  },
} as const satisfies Record<string, SageMakerContract>;

export type SageMakerContractName = keyof typeof SAGEMAKER_CONTRACTS;
