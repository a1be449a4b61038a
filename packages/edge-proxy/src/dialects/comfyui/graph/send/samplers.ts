import { ignoresNegatives, paintsNegatives } from '@shoji/core/text';
import { evaluateNodes } from '../evaluate/evaluate-nodes.ts';
import { linkOf, nodesIn } from '../evaluate/links.ts';
import { schemaOf } from '../nodes/known-nodes.ts';
import { numberAt } from '../read/guidance.ts';
import { GUIDANCE, isSampler } from '../read/sides.ts';
import type { Injection, ObjectInfo, Workflow } from '../types.ts';

/** The samplers and guiders whose negative side counts, and those for which it does not. */
export function samplersOf(workflow: Workflow, order: readonly string[], objectInfo?: ObjectInfo) {
  const outputs = evaluateNodes(workflow, order, { allowedNodes: [] });
  const steered = new Set<string>();
  const powerless: Injection['powerless'][number][] = [];
  for (const [nodeId, node] of nodesIn(workflow, order)) {
    const { class_type: classType, inputs } = node;
    const schema = schemaOf(classType, objectInfo);
    const scales = Object.entries(inputs).flatMap(([input, value]) =>
      GUIDANCE.test(input) ? [numberAt(value, outputs) ?? Number.NaN] : [],
    );
    const guides = schema?.outputs.includes('GUIDER') && !schema.inputs.has('negative');
    const counts = !scales.some(paintsNegatives) && !scales.every(ignoresNegatives);
    if (guides || (isSampler(node, schema) && !counts))
      powerless.push({ nodeId, classType, why: 'guidance' });
    else if (isSampler(node, schema) && linkOf(inputs.negative)) steered.add(nodeId);
  }
  return { steered, powerless };
}
