import { hasNegativeWeight } from '@shoji/core/text';
import { type Json, stringsIn } from '../../../../wire/json/strict-json.ts';
import type { Outputs } from '../evaluate/evaluate-nodes.ts';
import { linkOf, nodesIn } from '../evaluate/links.ts';
import { schemaOf } from '../nodes/known-nodes.ts';
import type { GraphText, NodeSchema, ObjectInfo, Workflow } from '../types.ts';
import { followTexts, slotsAfter } from './sides.ts';

/** Every string of a workflow by its meaning. */
export interface GraphTexts {
  readonly positive: readonly GraphText[];
  readonly negative: readonly GraphText[];
  readonly otherTexts: readonly GraphText[];
  readonly names: readonly string[];
}

type Kind = Exclude<keyof GraphTexts, 'names'> | 'name';

/** Inputs of ComfyUI's own nodes that are written as text and read as something else: files, numbers, coordinates. */
const NO_TEXT =
  /^(filename_prefix|folder_name|sigmas|layers|double_layers|single_layers|tracks|track_coords|model_file)$/;
const NUMBER = /^\s*[+-]?[\d.]+\s*$/;

/**
 * Sorts the strings of the running nodes, without an exception: a string that is not a known name, and not proved to
 * reach only negative sides, is a text for every check.
 * @param inverted Whether negative sides may be painted, so that nothing counts as negative.
 */
export function readTexts(
  workflow: Workflow,
  order: readonly string[],
  outputs: Outputs,
  inverted: boolean,
  objectInfo?: ObjectInfo,
): GraphTexts {
  const sides = followTexts(workflow, order, objectInfo);
  const texts = { positive: [] as GraphText[], negative: [] as GraphText[], otherTexts: [] as GraphText[] };
  const names = new Set<string>();
  for (const [nodeId, node] of nodesIn(workflow, order)) {
    const schema = schemaOf(node.class_type, objectInfo);
    names.add(nodeId).add(node.class_type);
    for (const [input, value] of Object.entries(node.inputs)) {
      names.add(input);
      for (const text of textsAt(value, outputs)) {
        const place = { nodeId, classType: node.class_type, input, text };
        const kind = kindOf(schema, place, () => {
          const { positive, negative } = sides(nodeId, input);
          return negative && !positive && !inverted && !hasNegativeWeight(text, 'comfyui');
        });
        // A file's name may come over a link from an allowed node; it is read at that node.
        if (kind === 'name') names.add(text);
        else texts[kind].push(place);
      }
    }
  }
  return { ...texts, names: [...names] };
}

function textsAt(value: Json, outputs: Outputs): string[] {
  const link = linkOf(value);
  if (link === undefined) return stringsIn(value);
  const output = outputs(link);
  return output.kind === 'vouched' ? [output.words] : [];
}

function kindOf(schema: NodeSchema | undefined, { input, text }: GraphText, isNegative: () => boolean): Kind {
  const type = schema?.inputs.get(input);
  if (schema?.standard && (NO_TEXT.test(input) || (schema.isOutput && input === 'prefix'))) return 'name';
  // Custom nodes may accept words beyond their choices; in a node that makes no text such a word is still a name.
  const listed = type === 'COMBO' && (schema?.standard || slotsAfter(schema, input) === undefined);
  if (listed || type === 'WEBCAM') return 'name';
  if ((type === 'INT' || type === 'FLOAT' || type === 'BOOLEAN') && NUMBER.test(text)) return 'name';
  if (isChoice(schema, input)) return 'name';
  if (type !== 'STRING' || slotsAfter(schema, input) === undefined) return 'otherTexts';
  if (isNegative()) return 'negative';
  return schema?.standard && schema.outputs.includes('CONDITIONING') ? 'positive' : 'otherTexts';
}

/** A choice of a node that neither takes nor makes texts, or a sub-choice, such as `resize_type.crop`. */
function isChoice(schema: NodeSchema | undefined, input: string): boolean {
  const type = schema?.inputs.get(input.replace(/\..*/s, ''));
  const texts = [...(schema?.inputs.values() ?? []), ...(schema?.outputs ?? [])];
  return (
    schema?.standard === true &&
    type === 'COMFY_DYNAMICCOMBO_V3' &&
    !texts.some((each) => each === 'STRING' || each === 'CONDITIONING' || each === '*')
  );
}
