import { GenerationError } from '@shoji/core';
import type { Chosen, GeneratorChoices } from '@shoji/core/generation';
import { FAILED, NODES } from '../../dialects/comfyui/fields.ts';
import { fieldOf, isObject } from '../../wire/json/strict-json.ts';
import { type GeneratorServer, SIZES } from '../server.ts';
import type { Used } from './graph.ts';

/** The names that the server's nodes offer. */
export async function choicesOf(server: GeneratorServer, signal: AbortSignal): Promise<GeneratorChoices> {
  const [checkpoints, sampler, lora] = await Promise.all(
    ['CheckpointLoaderSimple', 'KSampler', 'LoraLoader'].map(async (name) => {
      const { fields } = await server.list(`/object_info/${name}`, NODES, FAILED, signal);
      return fields[name];
    }),
  );
  return {
    models: namesOf(checkpoints, 'ckpt_name'),
    samplers: namesOf(sampler, 'sampler_name'),
    schedulers: namesOf(sampler, 'scheduler'),
    loras: namesOf(lora, 'lora_name'),
    sizes: SIZES,
  };
}

/** The checkpoints in an answer of `/object_info`. */
export function checkpointsOf(info: unknown): string[] {
  return namesOf(fieldOf(info, 'CheckpointLoaderSimple'), 'ckpt_name');
}

/** The choices of one input: `[[…names], {…}]`, or `['COMBO', { options: […names] }]` as newer nodes have it. */
function namesOf(node: unknown, input: string): string[] {
  const declared = fieldOf(fieldOf(fieldOf(node, 'input'), 'required'), input);
  const [type, more]: readonly unknown[] = Array.isArray(declared) ? declared : [];
  const names = Array.isArray(type) ? type : isObject(more) ? more.options : [];
  return (Array.isArray(names) ? names : []).filter((name) => typeof name === 'string');
}

/**
 * The names to use: the chosen ones, otherwise the first checkpoint and the server's default sampler.
 * @throws GenerationError `generator_failed` where the server has no checkpoint.
 */
export function usedOf(
  { model, sampler, scheduler, loras = [] }: Chosen,
  { models, samplers, schedulers }: GeneratorChoices,
): Used {
  const checkpoint = model ?? models[0];
  if (checkpoint === undefined)
    throw new GenerationError(
      'generator_failed',
      'ComfyUI has no checkpoint. Put one into its folder models/checkpoints.',
    );
  return {
    model: checkpoint,
    sampler: defaulted(sampler, samplers, 'euler'),
    scheduler: defaulted(scheduler, schedulers, 'normal'),
    loras,
  };
}

function defaulted(chosen: string | undefined, names: readonly string[], usual: string): string {
  if (chosen !== undefined) return chosen;
  return names.includes(usual) ? usual : (names[0] ?? usual);
}
