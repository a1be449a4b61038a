import { OperatorError } from '../vocabulary/operator-error.ts';
import type { CallOptions } from './call.ts';
import type { ImageGenerator } from './generator.ts';
import type { ImageModerator } from './image.ts';
import { type EnginePart, SPECIFICATION_VERSION } from './part.ts';
import type { PromptClassifier } from './prompt.ts';

/** The parts of an engine, or of a screen, that can have a version and a lifetime. */
export interface EngineParts {
  readonly classifiers?: readonly PromptClassifier[];
  readonly moderators?: readonly ImageModerator[];
  readonly generator?: ImageGenerator;
}

/** A part that could not be warmed up or closed. */
export interface PartFailure {
  /** Name of the part. */
  readonly part: string;
  readonly error: unknown;
}

/**
 * Refuses parts that were written for an unknown version of the contract.
 * @throws OperatorError naming the part and the remedy.
 */
export function assertKnownParts(engine: EngineParts): void {
  for (const { name, specificationVersion: version = SPECIFICATION_VERSION } of partsOf(engine)) {
    if (version === SPECIFICATION_VERSION) continue;
    throw new OperatorError(
      `${name} was written for version ${JSON.stringify(version)} of Shoji's ports, and this @shoji/core knows version ${SPECIFICATION_VERSION}. Update @shoji/core, or install a release of ${name} that was made for it.`,
    );
  }
}

/**
 * Warms up the parts of an engine, one after the other, so that the first request does not wait for models to load. A
 * part that fails is tried again by its next call, so failures are returned and not thrown. Returns early when `signal`
 * aborts.
 * @example
 * ```ts
 * for (const { part, error } of await warmUpParts(engine, { signal: AbortSignal.timeout(60_000) })) console.warn(part, error);
 * ```
 */
export async function warmUpParts(engine: EngineParts, options: CallOptions): Promise<PartFailure[]> {
  const failures: PartFailure[] = [];
  for (const part of partsOf(engine)) {
    if (options.signal.aborted) break;
    try {
      await part.warmUp?.(options);
    } catch (error) {
      if (!options.signal.aborted) failures.push({ part: part.name, error });
    }
  }
  return failures;
}

/**
 * Closes the parts of an engine, all at once, also when one of them fails. Failures are returned and not thrown.
 * @example
 * ```ts
 * process.once('SIGTERM', () => closeParts(engine));
 * ```
 */
export async function closeParts(engine: EngineParts): Promise<PartFailure[]> {
  const closing = partsOf(engine).map(async (part): Promise<PartFailure[]> => {
    try {
      await part.close?.();
      return [];
    } catch (error) {
      return [{ part: part.name, error }];
    }
  });
  return (await Promise.all(closing)).flat();
}

function partsOf({ classifiers = [], moderators = [], generator }: EngineParts): EnginePart[] {
  return [...classifiers, ...moderators, ...(generator ? [generator] : [])];
}
