import { type ReadFields, textSlots } from './read-fields.ts';
import type { TextRole } from './slot.ts';

/** The texts of a request by who reads them, each in the body's order. */
export interface RequestTexts {
  /** Prompts and other free texts: every check reads them. */
  readonly prompts: readonly string[];
  readonly negatives: readonly string[];
  /** Names, keys that the client chose, and texts of dropped fields: the rules read them, each once. */
  readonly names: readonly string[];
}

/** All texts of a body that must be judged before it is sent. */
export function requestTexts(read: ReadFields): RequestTexts {
  const values = (...roles: readonly TextRole[]) => textSlots(read, ...roles).map(({ value }) => value);
  return {
    prompts: values('prompt', 'text'),
    negatives: values('negative'),
    names: [...new Set([...values('name'), ...read.keys, ...read.droppedTexts])],
  };
}
