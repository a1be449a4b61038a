import { type Cargo, cargoOf, cargoOfText } from '../../../../dialect-kit/fields/cargo.ts';
import { couldBeEncoded, holdsData } from '../../../../dialect-kit/fields/encoded.ts';
import { cargoError } from '../admit/known-inputs.ts';
import { type OpenedInputs, openedFor } from '../admit/opened-inputs.ts';
import { linkOf } from '../evaluate/links.ts';
import type { Workflow } from '../types.ts';
import { WorkflowError } from '../workflow-error.ts';
import { type GraphSlots, type PlacedSlot, placeOf } from './graph-slots.ts';

/** The longest name of a file, a model or a setting. */
const LONGEST_NAME = 256;

/** Inputs of ComfyUI's own nodes that hold any number of numbers as text, and the characters of that notation. */
const NUMBERS = /^(sigmas|layers|double_layers|single_layers|tracks|track_coords)$/;
const NUMERIC = /^[\s\d.,eE+\-[\]{}:"xy]*$/;

/** Inputs that choose a model by the name of its file, in ComfyUI's own nodes and in those of packs. */
const MODELS = /ckpt|checkpoint|model|lora|vae|unet|clip|control_?net|gguf/i;

/**
 * Refuses values that could hold a picture, an address or a path of the server where no check reads it.
 * @param files Places that hold the names of files, which were read as such.
 * @param opened Inputs that the operator opened for addresses.
 * @throws WorkflowError
 */
export function assertValues(
  workflow: Workflow,
  { slots, keys }: GraphSlots,
  files: ReadonlySet<string>,
  opened: OpenedInputs = {},
): void {
  for (const [nodeId, { class_type: classType, inputs }] of workflow) {
    for (const [input, value] of Object.entries(inputs)) {
      const cargo = typeof value === 'object' && !linkOf(value) ? cargoOf(value) : undefined;
      if (cargo) throw cargoError(nodeId, classType, input, cargo);
    }
  }
  for (const { slot, nodeId, classType, input } of slots) {
    if (input === undefined || openedFor(opened, classType, input) === 'address') continue;
    const cargo = cargoAt(slot, input, files.has(placeOf(nodeId, input)));
    if (cargo) throw cargoError(nodeId, classType, input, cargo);
  }
  if (keys.every(isName)) return;
  const message =
    'The id of a node or the name of an input is too long, or could be an address or a picture.';
  throw new WorkflowError('invalid_prompt', message, '');
}

/** Whether a text of the client's own choice can be the name of something. */
function isName(text: string): boolean {
  return text.length <= LONGEST_NAME && cargoOfText(text) === undefined;
}

function cargoAt({ role, value }: PlacedSlot['slot'], input: string, isFile: boolean): Cargo | undefined {
  // Only a text encoder reads these, so they may mention addresses.
  if (role === 'prompt' || role === 'negative') return holdsData(value) ? 'picture' : undefined;
  if (isFile) return couldBeEncoded(value) ? 'picture' : undefined;
  if (role === 'text') return cargoOfFreeText(value);
  if (NUMBERS.test(input) && NUMERIC.test(value)) return undefined;
  if (value.length > LONGEST_NAME) return 'picture';
  return cargoOfText(value, MODELS.test(input) ? 'model' : undefined);
}

/** A text may be as long as any prompt and mention addresses, but not be an address itself. */
function cargoOfFreeText(text: string): Cargo | undefined {
  if (/^\s*data:/i.test(text) || couldBeEncoded(text)) return 'picture';
  return /\S\s+\S/.test(text) || text.length > LONGEST_NAME ? undefined : cargoOfText(text);
}
