import { z } from 'zod';
import type { NodeSchema, ObjectInfo } from '../types.ts';
import NODES from './data/nodes.generated.json' with { type: 'json' };

const ROW = z.tuple([z.array(z.string()), z.array(z.string()), z.boolean()]);

/** A reroute of a link. The web UI resolves it before it sends a workflow; other clients leave it in. */
const REROUTE: NodeSchema = { inputs: new Map(), outputs: ['*'], isOutput: false, standard: true };

/** The built-in classes of ComfyUI; see `build-nodes.ts`. */
export const COMFY_NODES: ObjectInfo = new Map([
  ['Reroute', REROUTE],
  ...Object.entries(NODES).map(([name, row]): [string, NodeSchema] => {
    const [inputs, outputs, isOutput] = ROW.parse(row);
    return [name, { inputs: new Map(inputs.map(typed)), outputs, isOutput, standard: true }];
  }),
]);

/** The inputs and outputs of a class: as the server describes it, otherwise as ComfyUI ships it. */
export function schemaOf(classType: string, objectInfo?: ObjectInfo): NodeSchema | undefined {
  return objectInfo?.get(classType) ?? COMFY_NODES.get(classType);
}

function typed(input: string): [name: string, type: string] {
  const colon = input.lastIndexOf(':');
  return [input.slice(0, colon), input.slice(colon + 1)];
}
