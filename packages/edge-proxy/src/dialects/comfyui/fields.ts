import type { Shape } from '../../dialect-kit/answers/shape.ts';
import * as shape from '../../dialect-kit/answers/shape.ts';
import { closed, each, type Fields, own, toggle } from '../../dialect-kit/fields/field.ts';
import { isObject } from '../../wire/json/strict-json.ts';

/**
 * `POST /prompt`. The proxy reads each of these itself: the workflow node by node (`graph/`), and the client's id.
 * `extra_data`, which the server would write into pictures, is shown only to its client; a position in the queue is not
 * forwarded.
 */
export const PROMPT_FIELDS: Fields = {
  ...each('prompt client_id prompt_id partial_execution_targets extra_data', own),
  ...each('front number', closed),
};

/** `POST /queue`, `/history` and `/interrupt`, of which only ids of prompts are forwarded, as the proxy knows them. */
export const COMMAND_FIELDS: Fields = each('clear delete prompt_id', own);

/** `POST /free` */
export const FREE_FIELDS: Fields = each('unload_models free_memory', toggle);

/** Texts of the forms of `POST /upload/image` and `/upload/mask`, each read by the proxy itself. */
export const UPLOAD_FIELDS: Fields = each('overwrite type subfolder original_ref', own);

/** The id of a node, a prompt or a client, or a word of the protocol. */
const id = shape.word(256);
/** A name of a file, a model or a class, with its folders. */
const name = shape.word(512);
/** Text for people, or a prompt. */
const text = shape.prose(40_000);
const { number, flag } = shape;
const scalar = shape.either(number, flag, text);

/** Limit of numbers: pictures have more than the settings of one input or the report of one node. */
const MOST_NUMBERS = 128;
const MOST_NAMES = 50_000;

/** Settings, whose form each class of nodes defines. */
function settings(depth: number): Shape {
  if (depth === 0) return scalar;
  const inner = settings(depth - 1);
  return shape.either(scalar, shape.places(inner, MOST_NAMES), shape.entries(inner, 1_000, id));
}

const input = shape.fewNumbers(settings(10), MOST_NUMBERS);
const inputs = shape.entries(input, 1_000, id);
const names = shape.places(name, 1_000);
const flags = shape.places(flag, 1_000);

/** One class of nodes. */
const NODE = shape.record({
  input: shape.record(shape.each('required optional hidden', inputs)),
  input_order: shape.record(shape.each('required optional hidden', names)),
  is_input_list: flag,
  output: shape.fewNumbers(shape.places(settings(1), 1_000), MOST_NUMBERS),
  output_is_list: flags,
  output_name: names,
  output_tooltips: shape.places(text, 1_000),
  output_matchtypes: names,
  ...shape.each('name display_name category python_module essentials_category', name),
  description: text,
  search_aliases: names,
  ...shape.each(
    'output_node deprecated experimental dev_only api_node has_intermediate_output not_idempotent is_deprecated',
    flag,
  ),
});

/** `GET /object_info`, and the same of one class. */
export const NODES = shape.entries(NODE, MOST_NAMES, name);

const EXEC_INFO = shape.record({ exec_info: shape.record({ queue_remaining: number }) });

/** The abilities of a server: `GET /features`, and the message of that name. */
const FEATURES = shape.fewNumbers(
  shape.entries(
    shape.either(
      number,
      flag,
      id,
      shape.entries(shape.entries(shape.either(number, flag, id), 64, id), 64, id),
    ),
    128,
    id,
  ),
  MOST_NUMBERS,
);

const STATS = shape.record({
  system: shape.record({
    ...shape.each(
      `os comfyui_version required_frontend_version installed_templates_version required_templates_version
        python_version pytorch_version deploy_environment`,
      name,
    ),
    ...shape.each('ram_total ram_free', number),
    embedded_python: flag,
    argv: shape.list(name, 256),
  }),
  devices: shape.list(
    shape.record({
      ...shape.each('name type', name),
      ...shape.each('index vram_total vram_free torch_vram_total torch_vram_free', number),
    }),
    64,
  ),
});

/** `POST /free` answers nothing. */
export const FREED = shape.record({});

function translations(depth: number): Shape {
  return depth === 0 ? text : shape.either(text, shape.entries(translations(depth - 1), MOST_NAMES, name));
}

/** Lists that are forwarded, by their route. */
export const LISTS = {
  '/prompt': EXEC_INFO,
  '/system_stats': STATS,
  '/features': FEATURES,
  '/embeddings': shape.list(name, MOST_NAMES),
  '/models': shape.list(name, MOST_NAMES),
  '/models/{folder}': shape.list(name, MOST_NAMES),
  '/extensions': shape.list(name, MOST_NAMES),
  '/i18n': translations(8),
  '/workflow_templates': shape.entries(shape.list(name, MOST_NAMES), MOST_NAMES, name),
  '/object_info': NODES,
} as const satisfies Record<string, Shape>;

/** Lines of Python's own report of an error. Its marker lines are as long as the source line, and are dropped. */
const trace: Shape = (value, whole) =>
  typeof value === 'string'
    ? text(
        whole(value)
          .split(/[~^]{64,}/)
          .join('^^^'),
        whole,
      )
    : text(value, whole);

/** Values in the report of an error. */
const reported = shape.fewNumbers(settings(4), MOST_NUMBERS);

/** The fields of any message about a prompt, except for the output of a node. */
const DATA = shape.record({
  ...shape.each(
    'prompt_id node node_id node_type display_node display_node_id parent_node parent_node_id real_node_id',
    id,
  ),
  ...shape.each('value max timestamp', number),
  ...shape.each('nodes executed', shape.list(id, MOST_NAMES)),
  exception_type: name,
  exception_message: text,
  traceback: shape.list(trace, 1_000),
  current_inputs: shape.entries(reported, 1_000, id),
  current_outputs: shape.either(shape.list(id, MOST_NAMES), shape.entries(reported, MOST_NAMES, id)),
});

const PROGRESS = shape.record({
  value: number,
  max: number,
  ...shape.each('state node_id prompt_id display_node_id parent_node_id real_node_id', id),
});

const FILE = shape.record({
  ...shape.each('filename subfolder type format', name),
  ...shape.each('frame_rate width height duration', number),
});
/** There may be many files, each with few fields. */
const files: Shape = (value, whole) =>
  Array.isArray(value) && value.every((each) => isObject(each) && 'filename' in each)
    ? shape.list(FILE, 10_000)(value, whole)
    : undefined;

/** The output of a node: files by their names, or words and numbers. */
const made = shape.either(scalar, shape.entries(shape.either(number, flag, name), 32, id));
const OUTPUT = shape.entries(
  shape.either(files, shape.fewNumbers(shape.either(shape.list(made, 1_000), made), MOST_NUMBERS)),
  64,
  id,
);

/** A file that was uploaded. */
export const UPLOADED = shape.record(shape.each('name subfolder type', name));

const ERROR = shape.record({
  type: id,
  ...shape.each('message details', text),
  extra_info: shape.record({
    ...shape.each('input_name exception_type', name),
    exception_message: text,
    traceback: shape.list(trace, 1_000),
    ...shape.each('input_config received_value linked_node', reported),
    dependent_outputs: shape.list(id, 1_000),
  }),
});

/** An error of the server's. */
export const FAILED = shape.record({ error: shape.either(text, ERROR), message: text });

/** The answer of `POST /prompt`: what it queued, or why not. */
export const QUEUED = shape.record({
  prompt_id: id,
  number,
  error: shape.either(text, ERROR),
  node_errors: shape.either(
    shape.entries(
      shape.record({
        errors: shape.list(ERROR, 1_000),
        dependent_outputs: shape.list(id, MOST_NAMES),
        class_type: name,
      }),
      MOST_NAMES,
      id,
    ),
    // Old servers send an empty list where there are no errors.
    shape.list(id, 0),
  ),
});

/** The graph of a prompt is shown as its client sent it, not as the server has it. */
const unread: Shape = () => null;
const ITEM = shape.tuple(number, id, unread, shape.record({ client_id: id }), shape.list(id, MOST_NAMES));

/** `GET /queue` */
export const QUEUE = shape.record(shape.each('queue_running queue_pending', shape.list(ITEM, MOST_NAMES)));

const ENTRY = shape.record({
  prompt: ITEM,
  outputs: shape.entries(OUTPUT, MOST_NAMES, id),
  status: shape.record({
    status_str: id,
    completed: flag,
    messages: shape.list(shape.tuple(id, DATA), 10_000),
  }),
  meta: shape.entries(
    shape.record(shape.each('node_id display_node parent_node real_node_id', id)),
    MOST_NAMES,
    id,
  ),
});

/** The entries of these prompts in `GET /history`. Its other entries are not read. */
export function historyShape(ids: readonly string[]): Shape {
  return shape.record(Object.fromEntries(ids.map((each) => [each, ENTRY])));
}

/** The type of a websocket's message, by which its data are read. */
export const MESSAGE_TYPE = shape.record({ type: id });

/** The shape of each type that is forwarded; every other type is dropped. */
export const MESSAGES: Readonly<Record<string, Shape>> = {
  status: shape.record({ status: EXEC_INFO, sid: id }),
  feature_flags: FEATURES,
  ...shape.each(
    'execution_start execution_cached execution_success execution_error execution_interrupted executing progress',
    DATA,
  ),
  progress_state: shape.record({ prompt_id: id, nodes: shape.entries(PROGRESS, MOST_NAMES, id) }),
  executed: shape.record({ ...shape.each('node display_node prompt_id', id), output: OUTPUT }),
};

/** The sampler's progress: the part of a message that a generator reads. */
export const STEP = shape.record({ type: id, data: shape.record({ value: number, max: number }) });

/** The header before a picture or a text on the websocket. */
export const PREVIEW = shape.record(
  shape.each('node_id prompt_id display_node_id parent_node_id real_node_id image_type', id),
);
export const NODE_ID = id;
export const SAID = text;
