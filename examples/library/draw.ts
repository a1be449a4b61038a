import { randomUUID } from 'node:crypto';
import { type Engine, moderateGeneration, resolvePolicy, resultOf, rules } from '@shoji/core';
import { closeParts, warmUpParts } from '@shoji/core/screen';
import { embeddedImageModerator, embeddedPromptClassifier } from '@shoji/embedded';
import { sharpCodec } from '@shoji/pixels';
import { sampleGenerator } from '@shoji/sample-generator';

/** Word lists, two small models and sample pictures: all of it runs in this process. */
const engine: Engine = {
  policy: resolvePolicy('standard'),
  rules: [rules()],
  classifiers: [embeddedPromptClassifier()],
  generator: sampleGenerator(),
  moderators: [embeddedImageModerator()],
  codec: sharpCodec(),
  prices: {},
};

/** A picture that may be shown, if there is one, and what a person should know about it. */
export interface Drawn {
  readonly decision: 'clear' | 'blur' | 'withhold' | 'rejected' | 'unchecked';
  /** The encoded picture to show, blurred for `blur`; undefined for `withhold`, `rejected` and `unchecked`. */
  readonly picture: Uint8Array | undefined;
  readonly reasons: readonly string[];
}

/** Generates one screened picture. */
export async function draw(prompt: string, signal: AbortSignal): Promise<Drawn> {
  const flow = moderateGeneration({ prompt, n: 1 }, engine, { id: `gen_${randomUUID()}`, signal });
  const result = await resultOf(flow);
  const reasons = result.warnings.map(({ message }) => message);
  if (result.status !== 'completed') return { decision: result.status, picture: undefined, reasons };
  const [image] = result.images;
  return { decision: result.decision, picture: image?.shown?.bytes, reasons };
}

/**
 * Loads the models, so that the first picture does not wait for them.
 * @returns The names of those that could not be loaded; their first call tries again.
 */
export async function load(signal: AbortSignal): Promise<string[]> {
  return (await warmUpParts(engine, { signal })).map(({ part }) => part);
}

/** Ends the processes of the models. */
export async function close(): Promise<void> {
  await closeParts(engine);
}
