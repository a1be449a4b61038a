import { STRING_NODES } from '../evaluate/string-nodes.ts';
import { COMFY_NODES, schemaOf } from '../nodes/known-nodes.ts';
import type { GraphDenial, ReadOptions } from '../types.ts';
import type { Place } from '../workflow-error.ts';

const READS = 'reads a file that the proxy cannot judge';
const WRITES = 'writes pictures to a place that the proxy does not see';

/** Classes of ComfyUI itself that carry something past every check. */
const REFUSED: ReadonlyMap<string, string> = new Map([
  ['LoadAudio', READS],
  ['LoadImageDataSetFromFolder', READS],
  ['LoadImageTextDataSetFromFolder', READS],
  ['LoadLatent', READS],
  ['LoadTrainingDataset', READS],
  ['LoadVideo', READS],
  ['Load3D', READS],
  ['RecordAudio', READS],
  ['SaveImageDataSetToFolder', WRITES],
  ['SaveImageTextDataSetToFolder', WRITES],
  ['SaveTrainingDataset', WRITES],
]);

/** Types of inputs and outputs that an unknown class may have: text is not among them. */
const PLAIN_TYPES: ReadonlySet<string> = new Set(
  `AUDIO BOOLEAN CLIP CLIP_VISION CLIP_VISION_OUTPUT COMBO CONDITIONING CONTROL_NET FLOAT GUIDER HOOKS IMAGE INT
  LATENT LATENT_OPERATION LATENT_UPSCALE_MODEL LORA_MODEL MASK MODEL MODEL_PATCH NOISE SAMPLER SIGMAS STYLE_MODEL
  UPSCALE_MODEL VAE`.split(/\s+/),
);

/** Why a node is not sent on; undefined when it may be. */
export function refusalOf({ nodeId, classType }: Place, options: ReadOptions): GraphDenial | undefined {
  if (options.allowedNodes.includes(classType)) return undefined;
  const why = REFUSED.get(classType);
  if (why !== undefined) return denial({ nodeId, classType }, why);
  if (COMFY_NODES.has(classType) || STRING_NODES.has(classType)) return undefined;
  const schema = options.objectInfo?.get(classType);
  if (schema?.standard || isPlain(classType, options)) return undefined;
  return denial(
    { nodeId, classType },
    'is not known to the proxy, and could make or read texts that no check sees',
  );
}

/** The message of a denial, with the setting that opens it. */
export function denial({ nodeId, classType }: Place, why: string): GraphDenial {
  const setting = `comfyui({ allowedNodes: [${JSON.stringify(classType)}] })`;
  const message = `Node ${nodeId} (${classType}) ${why}. To allow nodes of this class, set ${setting}.`;
  return { kind: 'denied', nodeId, classType, message };
}

/**
 * Whether the types of a class show that it neither takes nor makes text, e.g. a sampler or an image filter. A class
 * with a text encoder may only pass it through, and conditioning may only end there: otherwise the class could encode
 * words that no check sees.
 */
function isPlain(classType: string, { objectInfo }: ReadOptions): boolean {
  const schema = schemaOf(classType, objectInfo);
  if (schema === undefined || schema.isOutput) return false;
  const inputs = [...schema.inputs.values()];
  const { outputs } = schema;
  const encodes = inputs.includes('CLIP') && !outputs.every((type) => type === 'CLIP' || type === 'MODEL');
  const speaks = outputs.some((type) => type === 'CONDITIONING' || type === 'COMBO');
  return !encodes && !speaks && [...inputs, ...outputs].every((type) => PLAIN_TYPES.has(type));
}
