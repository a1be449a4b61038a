import type { Json } from '../../../wire/json/strict-json.ts';
import { type GraphReading, parseWorkflow, type ReadOptions, readWorkflow, type Workflow } from './index.ts';
import { COMFY_NODES } from './nodes/known-nodes.ts';
import type { NodeSchema, ObjectInfo } from './types.ts';

/** Nodes as `id: [class, inputs]`. */
export type Nodes = Readonly<Record<string, readonly [classType: string, inputs: Record<string, Json>]>>;

/** The workflow as the JSON of `prompt`. */
export function workflowJson(workflow: Workflow): Json {
  return Object.fromEntries(
    [...workflow].map(([id, { class_type, inputs }]) => [id, { class_type, inputs }]),
  );
}

export function workflowOf(nodes: Nodes): Workflow {
  return parseWorkflow(
    Object.fromEntries(
      Object.entries(nodes).map(([id, [class_type, inputs]]) => [id, { class_type, inputs }]),
    ),
  );
}

/** A workflow from text to picture; `positive` and `negative` are the encoders' inputs. */
export function pictureOf(
  { positive = 'a cat', negative = 'blurry', cfg = 7 }: { positive?: Json; negative?: Json; cfg?: Json },
  nodes: Nodes = {},
): Workflow {
  return workflowOf({
    model: ['CheckpointLoaderSimple', { ckpt_name: 'base.safetensors' }],
    latent: ['EmptyLatentImage', { width: 64, height: 64, batch_size: 1 }],
    yes: ['CLIPTextEncode', { text: positive, clip: ['model', 1] }],
    no: ['CLIPTextEncode', { text: negative, clip: ['model', 1] }],
    sampler: [
      'KSampler',
      {
        model: ['model', 0],
        positive: ['yes', 0],
        negative: ['no', 0],
        latent_image: ['latent', 0],
        seed: 1,
        steps: 4,
        cfg,
        sampler_name: 'euler',
        scheduler: 'normal',
        denoise: 1,
      },
    ],
    decode: ['VAEDecode', { samples: ['sampler', 0], vae: ['model', 2] }],
    save: ['SaveImage', { images: ['decode', 0], filename_prefix: 'ComfyUI' }],
    ...nodes,
  });
}

export function read(workflow: Workflow, options: Partial<ReadOptions> = {}) {
  return readWorkflow(workflow, { allowedNodes: [], ...options });
}

/** A reading that was not denied. */
export function reading(workflow: Workflow, options: Partial<ReadOptions> = {}): GraphReading {
  const result = read(workflow, options);
  if (result.kind === 'denied') throw new Error(result.message);
  return result;
}

/** All texts that a reading screens, joined. */
export function screened({ positive, otherTexts, names }: GraphReading): string[] {
  return [...[...positive, ...otherTexts].map(({ text }) => text), ...names];
}

/** The texts at one kind of place. */
export function textsOf(texts: GraphReading['positive']): string[] {
  return texts.map(({ text }) => text);
}

/** Every text that conditions one side of a sampler, found independently by following all links from there. */
export function textsBehind(workflow: Workflow, nodeId: string, input: 'positive' | 'negative'): string[] {
  const texts: string[] = [];
  const open: [string, number][] = [];
  const follow = (value: Json | undefined) => {
    if (Array.isArray(value)) open.push([String(value[0]), Number(value[1])]);
  };
  follow(workflow.get(nodeId)?.inputs[input]);
  for (let port = open.pop(); port; port = open.pop()) {
    const node = workflow.get(port[0]);
    const isPair = COMFY_NODES.get(node?.class_type ?? '')?.outputs[1] === 'CONDITIONING';
    for (const [name, value] of Object.entries(node?.inputs ?? {})) {
      if (isPair && name === (port[1] === 0 ? 'negative' : 'positive')) continue;
      if (Array.isArray(value)) follow(value);
      else if (/^(text|clip_|t5|string_)/.test(name)) texts.push(String(value));
    }
  }
  return texts.toSorted();
}

/** A node class; parts that are left out are empty. */
export interface NodeClass extends Partial<Omit<NodeSchema, 'inputs'>> {
  readonly inputs?: [string, string][];
}

/** The descriptions of these node classes. */
export function infoOf(classes: Record<string, NodeClass>): ObjectInfo {
  return new Map(
    Object.entries(classes).map(([name, { inputs, ...rest }]) => {
      const schema = { outputs: [], isOutput: false, standard: false, ...rest, inputs: new Map(inputs) };
      return [name, schema] as const;
    }),
  );
}
