import type { CallOptions } from './call.ts';

/**
 * Version of the ports' contract. A change that older parts cannot meet increases the version; an optional field does
 * not.
 */
export const SPECIFICATION_VERSION = 1;

/** The fields that classifiers, moderators and generators share. */
export interface EnginePart {
  readonly name: string;
  /**
   * Version of the contract that the part was written for, set by `defineClassifier`, `defineModerator` and
   * `defineGenerator`. A part without it counts as version 1.
   */
  readonly specificationVersion?: typeof SPECIFICATION_VERSION;
  /** One or two sentences on what a check cannot know, for people who rely on it; `GET /v1/policy` shows them. */
  readonly caveat?: string;
  /**
   * Loads what the first call would have to wait for, such as a model. Calls must work without it. Rejects when loading
   * fails or `signal` aborts; the next call tries again.
   */
  warmUp?(options: CallOptions): Promise<void>;
  /**
   * Frees processes and connections. Running calls may fail. The part is not called again; a second close does nothing.
   */
  close?(): Promise<void>;
}

/** The part with the version of this core, unless it has one or cannot be changed. */
export function versioned<Part extends EnginePart>(part: Part): Part {
  if ('specificationVersion' in part || !Object.isExtensible(part)) return part;
  return Object.assign(part, { specificationVersion: SPECIFICATION_VERSION });
}
