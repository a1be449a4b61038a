import type { Policy } from '@shoji/core';
import { isPromptWithinLimit, limitInWords, negativePromptTerms, paintsNegatives } from '@shoji/core/text';
import type { Replaced } from '../../../dialect-kit/answers/own-words.ts';
import { readFields } from '../../../dialect-kit/fields/read-fields.ts';
import { Slot } from '../../../dialect-kit/fields/slot.ts';
import { type InputPicture, inputPictures } from '../../../dialect-kit/screening/input-pictures.ts';
import { PROMPT_LIMIT } from '../../../dialect-kit/screening/moderate-pictures.ts';
import type { ScreenedTexts } from '../../../dialect-kit/screening/screen-texts.ts';
import {
  type GivenPictures,
  type ScreenedBody,
  screenedJson,
} from '../../../dialect-kit/screening/screened-body.ts';
import { BodyError } from '../../../wire/body-error.ts';
import type { ExactIntegers } from '../../../wire/json/exact-integers.ts';
import { isObject, type Json, type JsonObject } from '../../../wire/json/strict-json.ts';
import { isUuid } from '../../../wire/uuid.ts';
import { PROMPT_FIELDS } from '../fields.ts';
import { type OpenedInputs, takePictures, withPictures } from '../graph/admit/opened-inputs.ts';
import {
  assertValues,
  droppedNodeFields,
  type GraphDenial,
  type GraphReading,
  graphSlots,
  type ObjectInfo,
  parseWorkflow,
  placeOf,
  readWorkflow,
  type Workflow,
  withNegative,
} from '../graph/index.ts';
import { type FileName, plainFile, plainFolder, withinTenant } from '../tenants/file-names.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { Words } from '../tenants/words.ts';

/** A `POST /prompt` as it was received. */
export interface Sent {
  readonly graph: Json;
  /** Integers of the body that a double cannot hold. */
  readonly exact: ExactIntegers;
  readonly extra: JsonObject;
  readonly clientId: string | undefined;
  /** The id that the client chose for the prompt. */
  readonly promptId: string | undefined;
  readonly targets: readonly string[] | undefined;
  /** Paths of other fields, which are dropped. */
  readonly dropped: readonly string[];
}

/** A workflow on its way to the server. */
export interface Ask {
  readonly kind: 'ask';
  readonly reading: GraphReading;
  /** The number and size of each output's pictures, if the workflow says so. */
  readonly shape: PictureShape;
  /** Texts for every check, and names for the rules. */
  readonly texts: { readonly prompts: readonly string[]; readonly names: readonly string[] };
  /** Pictures of the server that the workflow loads and that were not judged as input. */
  readonly made: readonly LoadedPicture[];
  /** Uploaded pictures that the workflow loads; each was judged alone when it was uploaded. */
  readonly uploaded: readonly LoadedPicture[];
  /** The body once its texts were screened. `own` are the dialect's own fields. */
  body(screened: ScreenedTexts['prompt'], own: JsonObject, pictures: GivenPictures): ScreenedBody;
  /** Pictures in inputs that the operator opened for them. */
  readonly inputs: readonly InputPicture[];
  /** The translation of the server's messages for the client. */
  readonly words: Words;
  /** Paths of fields and inputs that are dropped. */
  readonly dropped: readonly string[];
  /** Whether the operator's negative prompt has no effect. */
  readonly powerless: boolean;
}

/** A picture at the server that a workflow loads. */
export interface LoadedPicture {
  readonly file: FileName;
  readonly mask: boolean;
  /** Its subfolder at the server, as the workflow names it. */
  readonly place: string;
}

export interface PictureShape {
  readonly count: number;
  readonly size: { readonly width: number; readonly height: number };
}

export interface AskOptions {
  readonly tenant: Tenant;
  readonly policy: Policy;
  readonly allowedNodes: readonly string[];
  readonly fields: OpenedInputs;
  readonly objectInfo: ObjectInfo | undefined;
}

/** Limit of texts, because each may cost one call of every classifier. */
const MOST_TEXTS = 128;

/** Reads the parsed body. Unknown fields are dropped. @throws BodyError */
export function readSent({ value: body, exact }: { value: Json; exact: ExactIntegers }): Sent {
  const { dropped } = readFields(body, PROMPT_FIELDS);
  const {
    prompt = null,
    client_id,
    prompt_id,
    partial_execution_targets: listed = null,
    extra_data,
  } = isObject(body) ? body : {};
  const word = (value: Json | undefined, name: string) => {
    if (value === undefined || value === null) return undefined;
    if (typeof value === 'string' && value.length <= 256) return value;
    throw new BodyError(400, `${name} must be a string of at most 256 characters.`);
  };
  const promptId = word(prompt_id, 'prompt_id');
  if (promptId !== undefined && !isUuid(promptId)) throw new BodyError(400, 'prompt_id must be a UUID.');
  const targets = Array.isArray(listed) ? listed.filter((each) => typeof each === 'string') : undefined;
  const known = listed === null || (Array.isArray(listed) && targets?.length === listed.length);
  if (!known) throw new BodyError(400, 'partial_execution_targets must be a list of node ids.');
  return {
    graph: prompt,
    exact,
    extra: isObject(extra_data) ? withoutSecrets(extra_data) : {},
    clientId: word(client_id, 'client_id'),
    promptId,
    targets,
    dropped,
  };
}

/** Without credentials of ComfyUI's paid service, which the server does not show to its clients either. */
function withoutSecrets(extra: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(extra).filter(([key]) => !/^(auth_token|api_key)/.test(key)));
}

/**
 * Reads every string of a workflow, moves its files into the tenant's folders and adds the operator's negative prompt.
 * @throws WorkflowError for a workflow that ComfyUI would refuse; BodyError for a file name that is not allowed.
 */
export function readAsk(sent: Sent, options: AskOptions): Ask | GraphDenial {
  const { tenant, policy, allowedNodes, fields, objectInfo } = options;
  const taken = takePictures(sent.graph, fields);
  const reading = readWorkflow(parseWorkflow(taken.graph), { allowedNodes, objectInfo });
  if (reading.kind === 'denied') return reading;
  const dropped = [...sent.dropped, ...droppedNodeFields(taken.graph), ...reading.dropped];
  const { workflow, files, loaded } = withOwnFiles(reading, tenant);
  // With guidance below 1 the model would paint the operator's own terms.
  const steers = !paintsNegatives(reading.guidanceScale ?? 1);
  const operators = steers ? negativePromptTerms(policy).join(', ') : '';
  const injection =
    operators === ''
      ? { workflow, added: new Map<string, string>(), changed: [], powerless: [] }
      : withNegative(workflow, operators, objectInfo);
  const graph = graphSlots(reading, injection);
  assertValues(workflow, graph, new Set(files.keys()), fields);
  const { tree, slots: pictures } = withPictures(graph.tree, taken);
  const targets = targetsIn(sent)?.map((id) => new Slot('name', 'partial_execution_targets', id));
  const slots = [...graph.slots.map(({ slot }) => slot), ...(targets ?? [])];
  const negatives = slots.filter(({ role }) => role === 'negative');
  const names = slots.filter(({ role }) => role === 'name').map(({ value }) => value);
  const texts = slots.filter(({ role }) => role === 'prompt' || role === 'text').map(({ value }) => value);
  const read = [...reading.positive, ...reading.otherTexts].map(({ text }) => text);
  const prompts = [...new Set([...read, ...texts])].filter((text) => text !== '');
  assertLimits(prompts);
  return {
    kind: 'ask',
    reading,
    shape: shapeOf(reading.workflow),
    texts: { prompts, names: [...new Set([...reading.names, ...files.values(), ...graph.keys, ...names])] },
    made: loaded.filter(({ file }) => file.type !== 'input'),
    // Of a mask only the shape counts.
    uploaded: loaded.filter(({ file, mask }) => file.type === 'input' && !mask),
    inputs: inputPictures(pictures, 'grey'),
    body: (prompt, own, given) =>
      screenedJson(
        {
          tree: { prompt: tree, ...(targets && { partial_execution_targets: targets }) },
          keys: graph.keys,
        },
        // Each text is merged already.
        { prompt, negatives: new Map(negatives.map((slot) => [slot, slot.value])), pictures: given },
        own,
        'application/json',
        sent.exact,
      ),
    words: {
      replaced: [...changes(injection, workflow), ...tenantWords(tenant, sent.clientId)],
      operators,
      added: injection.added,
    },
    dropped,
    powerless: !steers || injection.powerless.length > 0,
  };
}

/** The ids of the nodes to run, each once. @throws BodyError for one that the workflow does not have. */
function targetsIn({ targets, graph }: Sent): string[] | undefined {
  if (targets?.every((id) => isObject(graph) && Object.hasOwn(graph, id)) === false)
    throw new BodyError(400, 'partial_execution_targets must be ids of nodes of the workflow.');
  return targets && [...new Set(targets)];
}

/** The names of the tenant's prompts and files at the server, and the client's own. */
export function tenantWords(tenant: Tenant, clientId: string | undefined): Replaced[] {
  return [
    { sent: `${tenant.folder}/`, typed: '' },
    { sent: tenant.folder, typed: '' },
    { sent: tenant.sid(clientId ?? ''), typed: clientId ?? '' },
  ];
}

/** Size and count from the node that makes an empty latent image. */
function shapeOf(workflow: Workflow): PictureShape {
  const inputs = [...workflow.values()].map((node) => node.inputs);
  const latent = inputs.find(({ width, height }) => typeof width === 'number' && typeof height === 'number');
  const number = (value: Json | undefined, otherwise: number) =>
    typeof value === 'number' ? value : otherwise;
  const counts = inputs.map(({ batch_size }) => number(batch_size, 1));
  return {
    count: Math.min(MOST_PLACEHOLDERS, Math.max(1, ...counts)),
    size: { width: number(latent?.width, 512), height: number(latent?.height, 512) },
  };
}

const MOST_PLACEHOLDERS = 16;

function changes(injection: ReturnType<typeof withNegative>, before: Workflow): Replaced[] {
  return injection.changed.flatMap(({ nodeId, input }) => {
    const sent = injection.workflow.get(nodeId)?.inputs[input];
    const typed = before.get(nodeId)?.inputs[input];
    return typeof sent === 'string' ? [{ sent, typed: typeof typed === 'string' ? typed : '' }] : [];
  });
}

function assertLimits(prompts: readonly string[]): void {
  if (prompts.length > MOST_TEXTS)
    throw new BodyError(400, `A workflow may hold at most ${MOST_TEXTS} different texts.`);
  if (!prompts.every((text) => isPromptWithinLimit(text, PROMPT_LIMIT)))
    throw new BodyError(400, `Each text may have at most ${limitInWords(PROMPT_LIMIT)}.`);
}

/** The workflow with every file it reads or writes in the tenant's own folder. */
function withOwnFiles({ workflow, inputImages, outputs }: GraphReading, tenant: Tenant) {
  const moved = new Map(workflow);
  /** The value at each place that names a file. */
  const files = new Map<string, string>();
  const set = (nodeId: string, input: string, value: string) => {
    const node = moved.get(nodeId);
    if (node === undefined) return;
    files.set(placeOf(nodeId, input), value);
    moved.set(nodeId, { ...node, inputs: { ...node.inputs, [input]: value } });
  };
  const loaded: LoadedPicture[] = [];
  for (const { nodeId, input, filename, subfolder, type, mask } of inputImages) {
    const file = plainFile(filename, subfolder, type);
    // Previews are at the top of their folder under random names: their tenant is known by the name.
    const place = file.type === 'temp' ? file.subfolder : withinTenant(tenant, file.subfolder);
    loaded.push({ file, mask, place });
    const name = place === '' ? file.filename : `${place}/${file.filename}`;
    set(nodeId, input, file.type === 'input' ? name : `${name} [${file.type}]`);
  }
  for (const { nodeId } of outputs) {
    for (const [input, value] of Object.entries(moved.get(nodeId)?.inputs ?? {})) {
      if (!/prefix$|^folder_name$/.test(input)) continue;
      if (typeof value !== 'string')
        throw new BodyError(400, `${input} of node ${nodeId} must be a literal, not a link.`);
      set(nodeId, input, `${tenant.folder}/${plainPrefix(value)}`);
    }
  }
  return { workflow: moved, files, loaded };
}

/** A prefix may name a folder, but not one above the tenant's. The values of `%…%` add no folder. */
function plainPrefix(prefix: string): string {
  const at = prefix.lastIndexOf('/') + 1;
  if (/[\\:*?"<>|\p{Cc}]|\.\./u.test(prefix))
    throw new BodyError(400, 'filename_prefix holds a character that names another folder.');
  const folder = plainFolder(prefix.slice(0, at));
  return folder === '' ? prefix.slice(at) : `${folder}/${prefix.slice(at)}`;
}
