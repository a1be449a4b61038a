import type { ScreenedRequest } from '@shoji/core';
import type { JsonObject } from '../../wire/json/strict-json.ts';

/** The names that a workflow needs, all of them the server's. */
export interface Used {
  readonly model: string;
  readonly sampler: string;
  readonly scheduler: string;
  readonly loras: readonly { readonly name: string; readonly weight: number }[];
}

/** The output node. It is written to the folder for previews, which the server empties when it starts. */
export const OUTPUT = 'picture';

/**
 * The usual workflow, in ComfyUI's API format: checkpoint, LoRAs one after the other, both prompts,
 * sampler, picture. It starts from noise, or from an uploaded picture that is cropped to the requested shape.
 * @param file The uploaded picture, as a node names it.
 */
export function workflowOf(
  { prompt, negativePrompt, width, height, steps, guidanceScale, input }: ScreenedRequest,
  { model, sampler, scheduler, loras }: Used,
  seed: number,
  file?: string,
): JsonObject {
  const node = (class_type: string, inputs: JsonObject): JsonObject => ({ class_type, inputs });
  const loaders = loras.map(({ name, weight }, index) => {
    const from = index === 0 ? 'checkpoint' : `lora-${index}`;
    const inputs = { model: [from, 0], clip: [from, 1], lora_name: name };
    return [
      `lora-${index + 1}`,
      node('LoraLoader', { ...inputs, strength_model: weight, strength_clip: weight }),
    ] as const;
  });
  const last = loaders.length === 0 ? 'checkpoint' : `lora-${loaders.length}`;
  const encoded = (text: string) => node('CLIPTextEncode', { text, clip: [last, 1] });
  return {
    checkpoint: node('CheckpointLoaderSimple', { ckpt_name: model }),
    ...Object.fromEntries(loaders),
    positive: encoded(prompt.text),
    negative: encoded(negativePrompt),
    ...(file === undefined
      ? { latent: node('EmptyLatentImage', { width, height, batch_size: 1 }) }
      : {
          loaded: node('LoadImage', { image: file }),
          scaled: node('ImageScale', {
            image: ['loaded', 0],
            upscale_method: 'lanczos',
            width,
            height,
            crop: 'center',
          }),
          latent: node('VAEEncode', { pixels: ['scaled', 0], vae: ['checkpoint', 2] }),
        }),
    sampler: node('KSampler', {
      model: [last, 0],
      positive: ['positive', 0],
      negative: ['negative', 0],
      latent_image: ['latent', 0],
      seed,
      steps,
      cfg: guidanceScale,
      sampler_name: sampler,
      scheduler,
      denoise: input?.strength ?? 1,
    }),
    decoded: node('VAEDecode', { samples: ['sampler', 0], vae: ['checkpoint', 2] }),
    [OUTPUT]: node('PreviewImage', { images: ['decoded', 0] }),
  };
}
