import { paintsNegatives } from '@shoji/core/text';
import type { Json } from '../../../../wire/json/strict-json.ts';
import type { Outputs } from '../evaluate/evaluate-nodes.ts';
import { linkOf, nodesIn } from '../evaluate/links.ts';
import { schemaOf } from '../nodes/known-nodes.ts';
import type { ObjectInfo, Workflow } from '../types.ts';
import { GUIDANCE } from './sides.ts';

/** The guidance of a workflow's samplers. */
export interface Guidance {
  /** The lowest scale of all samplers; undefined when no sampler has one. */
  readonly lowest: number | undefined;
  /** Whether a negative prompt may be painted: by guidance below 1, a weight below zero, or an unknown scale. */
  readonly inverted: boolean;
}

/** Classes that can reverse the effect of guidance: by subtracting it, or by running the sampler backwards. */
const TURNS: ReadonlySet<string> = new Set([
  'FlipSigmas',
  'FreSca',
  'LatentApplyOperationCFG',
  'ManualSigmas',
]);

/** Inputs that weigh one conditioning against another. */
const WEIGHT = /strength|scale|weight/;

/** The number at an input, in any notation; undefined when it is known only at run time. */
export function numberAt(value: Json | undefined, outputs: Outputs): number | undefined {
  const link = linkOf(value);
  const output = link && outputs(link);
  const plain = output === undefined ? value : output.kind === 'known' ? output.value : undefined;
  if (typeof plain === 'number') return plain;
  if (typeof plain !== 'string' || !/^\s*[+-]?(\d+\.?\d*|\.\d+)\s*$/.test(plain)) return undefined;
  return Number(plain);
}

/** Reads every scale of the running nodes. */
export function guidanceOf(
  workflow: Workflow,
  order: readonly string[],
  outputs: Outputs,
  objectInfo?: ObjectInfo,
): Guidance {
  const scales: (number | undefined)[] = [];
  let inverted = false;
  for (const [, { class_type, inputs }] of nodesIn(workflow, order)) {
    const schema = schemaOf(class_type, objectInfo);
    inverted ||= TURNS.has(class_type);
    const types = [...(schema?.inputs.values() ?? []), ...(schema?.outputs ?? [])];
    for (const [input, value] of Object.entries(inputs)) {
      if (GUIDANCE.test(input)) scales.push(numberAt(value, outputs));
      else if (
        types.includes('CONDITIONING') &&
        schema?.inputs.get(input) === 'FLOAT' &&
        WEIGHT.test(input)
      ) {
        const weight = numberAt(value, outputs);
        // A weighted average with a weight above 1 subtracts the other conditioning.
        const most = input === 'conditioning_to_strength' ? 1 : Number.POSITIVE_INFINITY;
        if (weight === undefined || weight < 0 || weight > most) inverted = true;
      }
    }
  }
  const known = scales.filter((scale) => scale !== undefined);
  return {
    lowest: known.length > 0 ? Math.min(...known) : undefined,
    inverted: inverted || known.length < scales.length || known.some(paintsNegatives),
  };
}
