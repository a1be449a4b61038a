import type { WeightedLora } from '../../client/events.ts';
import type { Run } from '../../state/run.ts';

/** Name of the text chunk that the web UI of AUTOMATIC1111 and the tools around it read. */
export const PARAMETERS = 'parameters';

/**
 * The settings of a picture in the form that the web UI of AUTOMATIC1111 writes into its pictures: the prompt, the
 * negative prompt, and a line of settings. LoRAs are tags behind the prompt, as its own prompts have them.
 * @param index Position of the picture in its run.
 * @example parametersOf(run, 0) // 'a dog\nNegative prompt: rain\nSteps: 30, CFG scale: 7.5, Seed: 7, Size: 512x768'
 */
export function parametersOf({ input, completed }: Run, index: number): string {
  const {
    prompt,
    negativePrompt,
    steps,
    guidanceScale,
    width,
    height,
    model,
    sampler,
    scheduler,
    loras = [],
  } = input;
  const settings = {
    Steps: steps,
    Sampler: sampler,
    'Schedule type': scheduler,
    'CFG scale': guidanceScale,
    Seed: completed?.seeds[index] ?? (input.seed === undefined ? undefined : input.seed + index),
    Size: `${width}x${height}`,
    Model: model ?? completed?.generator?.name,
  };
  return [
    [prompt, ...loras.map(tagOf)].join(' '),
    ...(negativePrompt ? [`Negative prompt: ${negativePrompt}`] : []),
    Object.entries(settings)
      .flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${quoted(String(value))}`]))
      .join(', '),
  ].join('\n');
}

/**
 * A LoRA in the form of the web UI's prompts. Its names there have neither folder nor extension; ComfyUI's names have
 * both.
 */
function tagOf({ name, weight }: WeightedLora): string {
  const file = name.split(/[\\/]/).at(-1) ?? name;
  return `<lora:${file.replace(/\.(safetensors|ckpt|pt|pth|sft|gguf)$/i, '')}:${weight}>`;
}

/** A value with a comma or a colon would end early. */
function quoted(value: string): string {
  return /[,:\n]/.test(value) ? JSON.stringify(value) : value;
}
