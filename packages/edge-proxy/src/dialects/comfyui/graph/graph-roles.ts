import type { Path, Role } from '../../../providers/http/reading.ts';
import { COMFY_NODES } from './known-nodes.ts';
import type { GraphReading, GraphText, Injection } from './types.ts';

/** Keys that stand in every workflow, and inputs of ComfyUI's own nodes. */
const KEYS: readonly string[] = [
  'class_type',
  'inputs',
  '__value__',
  ...[...COMFY_NODES.values()].flatMap(({ inputs }) => [...inputs.keys()]),
];

/**
 * The roles of an injected workflow's strings, for `screenedJson`; `path` starts at the node's id. The negatives to
 * fill in are the ones that stand there already: `surveyJson(body, reading).negatives`.
 */
export function graphRoles(
  { positive, negative, otherTexts }: GraphReading,
  { added, changed }: Injection,
): { role(path: Path, value: string): Role; keys: ReadonlySet<string> } {
  const places = (texts: readonly Pick<GraphText, 'nodeId' | 'input'>[]) =>
    new Set(texts.map(({ nodeId, input }) => placeOf(nodeId, input)));
  const prompts = places([...positive, ...otherTexts]);
  const negatives = places([...negative, ...changed]);
  return {
    keys: new Set([...KEYS, ...added.keys()]),
    role: ([nodeId = '', part, input = '', ...rest]) => {
      if (added.has(String(nodeId))) return 'negative';
      if (part !== 'inputs') return 'name';
      const place = placeOf(nodeId, input);
      if (negatives.has(place)) return 'negative';
      // Of a link only the id is a string, and not one of those that are texts.
      return prompts.has(place) && rest.length === 0 ? 'prompt' : 'name';
    },
  };
}

function placeOf(nodeId: string | number, input: string | number): string {
  return JSON.stringify([String(nodeId), String(input)]);
}
