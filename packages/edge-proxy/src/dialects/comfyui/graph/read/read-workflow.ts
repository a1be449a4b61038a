import { Budget, Unevaluable } from '../../../../dialect-kit/python/budget.ts';
import type { Json } from '../../../../wire/json/strict-json.ts';
import { denial, refusalOf } from '../admit/admit-nodes.ts';
import { droppedInputs, keepKnown } from '../admit/known-inputs.ts';
import { evaluateNodes, type Outputs } from '../evaluate/evaluate-nodes.ts';
import { linkOf, nodesIn, runningNodes } from '../evaluate/links.ts';
import { schemaOf } from '../nodes/known-nodes.ts';
import type {
  GraphDenial,
  GraphReading,
  InputImage,
  OutputNode,
  ReadOptions,
  Workflow,
  WorkflowNode,
} from '../types.ts';
import { WorkflowError } from '../workflow-error.ts';
import { guidanceOf } from './guidance.ts';
import { readTexts } from './read-texts.ts';
import { linksInto } from './sides.ts';

/** Classes of nodes that load a picture by its name, and whether only the picture's shape counts. */
const LOADERS: ReadonlyMap<string, boolean> = new Map([
  ['LoadImage', false],
  ['LoadImageMask', true],
  ['LoadImageOutput', false],
  ['WebcamCapture', false],
]);

const OUTPUT_KINDS: ReadonlyMap<string, OutputNode['kind']> = new Map([
  ['SaveImage', 'save'],
  ['SaveAnimatedPNG', 'save'],
  ['SaveAnimatedWEBP', 'save'],
  ['PreviewImage', 'preview'],
  ['MaskPreview', 'preview'],
  ['SaveImageWebsocket', 'websocket'],
]);

/**
 * Evaluates every string of a workflow, finds the texts that condition the pictures, and drops everything that was not
 * read.
 * @throws WorkflowError for a workflow that ComfyUI itself would refuse.
 */
export function readWorkflow(sent: Workflow, options: ReadOptions): GraphReading | GraphDenial {
  const { objectInfo } = options;
  const { workflow: known, unknown } = keepKnown(sent, options);
  const sentOrder = runningNodes(known, objectInfo);
  const outputs = evaluateNodes(known, sentOrder, options);
  const folded = fold(known, sentOrder, outputs);
  if ('kind' in folded) return folded;
  const order = runningNodes(folded, objectInfo);
  const workflow = new Map(nodesIn(folded, order));
  const refused = refusalIn(workflow, outputs, options);
  if (refused !== undefined) return refused;
  const { lowest, inverted } = guidanceOf(workflow, order, outputs, objectInfo);
  const dropped = droppedInputs(unknown, workflow);
  const { names, ...texts } = readTexts(workflow, order, outputs, inverted, objectInfo);
  return {
    kind: 'read',
    workflow,
    ...texts,
    names: [...names, ...dropped.texts],
    dropped: dropped.paths,
    inputImages: [...workflow].flatMap(([nodeId, node]) => inputImages(nodeId, node)),
    outputs: [...workflow].flatMap(([nodeId, { class_type: classType }]) => {
      const isOutput = schemaOf(classType, objectInfo)?.isOutput ?? true;
      return isOutput ? [{ nodeId, classType, kind: OUTPUT_KINDS.get(classType) ?? 'other' }] : [];
    }),
    guidanceScale: lowest,
  };
}

/**
 * The running nodes with each link to a text replaced by the text, and each reroute by its target. One text may then be
 * at many places; more places than any workflow needs are denied.
 */
function fold(workflow: Workflow, order: readonly string[], outputs: Outputs): Workflow | GraphDenial {
  const budget = new Budget();
  const shorter = (value: Json): Json => {
    const link = linkOf(value);
    const output = link && outputs(link);
    if (output?.kind === 'same') return output.as;
    return output?.kind === 'known' && output.text ? output.value : value;
  };
  const folded = new Map<string, WorkflowNode>();
  for (const [nodeId, { class_type, inputs }] of nodesIn(workflow, order)) {
    const entries = Object.entries(inputs).map(([input, value]) => [input, shorter(value)] as const);
    folded.set(nodeId, { class_type, inputs: Object.fromEntries(entries) });
    try {
      for (const [input, value] of entries)
        if (value !== inputs[input]) budget.characters(JSON.stringify(value).length);
    } catch (error) {
      if (!(error instanceof Unevaluable)) throw error;
      return denial({ nodeId, classType: class_type }, error.message);
    }
  }
  return folded;
}

function refusalIn(workflow: Workflow, outputs: Outputs, options: ReadOptions): GraphDenial | undefined {
  for (const [nodeId, node] of workflow) {
    const place = { nodeId, classType: node.class_type };
    const refused = refusalOf(place, options);
    if (refused !== undefined) return refused;
    assertTexts(nodeId, node, options);
    for (const [, link] of linksInto(node)) {
      const output = outputs(link);
      if (output.kind === 'untold') return denial(output.place, output.why);
    }
    if (LOADERS.has(node.class_type) && typeof node.inputs.image !== 'string')
      return denial(place, 'loads a picture whose name is known only when the workflow runs');
  }
  return undefined;
}

/** Python converts any value to text; a list or an object as text is never intended. */
function assertTexts(
  nodeId: string,
  { class_type: classType, inputs }: WorkflowNode,
  options: ReadOptions,
): void {
  const schema = schemaOf(classType, options.objectInfo);
  for (const [input, value] of Object.entries(inputs)) {
    if (
      typeof value !== 'object' ||
      value === null ||
      linkOf(value) ||
      schema?.inputs.get(input) !== 'STRING'
    )
      continue;
    const message = 'Failed to convert an input value to a STRING value';
    throw new WorkflowError('invalid_input_type', message, input, { nodeId, classType, input });
  }
}

function inputImages(nodeId: string, { class_type: classType, inputs }: WorkflowNode): InputImage[] {
  const mask = LOADERS.get(classType);
  const { image } = inputs;
  if (mask === undefined || typeof image !== 'string') return [];
  const [, path = image, folder = 'input'] = /(.*) \[(input|output|temp)\]$/s.exec(image) ?? [];
  const type = folder === 'output' || folder === 'temp' ? folder : 'input';
  const slash = path.lastIndexOf('/');
  const subfolder = path.slice(0, Math.max(0, slash));
  return [{ nodeId, classType, input: 'image', filename: path.slice(slash + 1), subfolder, type, mask }];
}
