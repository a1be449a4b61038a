import { z } from 'zod';
import NODES from './data/nodes.generated.json' with { type: 'json' };
import type { NodeSchema, ObjectInfo } from './types.ts';

const ROW = z.tuple([z.array(z.string()), z.array(z.string()), z.boolean()]);

/** The classes that ComfyUI brings along; see `build-nodes.ts`. */
export const COMFY_NODES: ObjectInfo = new Map(
  Object.entries(NODES).map(([name, row]) => {
    const [inputs, outputs, isOutput] = ROW.parse(row);
    const schema: NodeSchema = { inputs: new Map(inputs.map(typed)), outputs, isOutput, standard: true };
    return [name, schema] as const;
  }),
);

/** What is known of a class: by the server itself, or of ComfyUI's own. */
export function schemaOf(classType: string, objectInfo?: ObjectInfo): NodeSchema | undefined {
  return objectInfo?.get(classType) ?? COMFY_NODES.get(classType);
}

function typed(input: string): [name: string, type: string] {
  const colon = input.lastIndexOf(':');
  return [input.slice(0, colon), input.slice(colon + 1)];
}
