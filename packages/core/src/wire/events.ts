import * as z from 'zod/mini';
import { anyProblem, generationAnswer, timings } from './answers.ts';
import { check, image, promptVerdict, score, warning, whole } from './parts.ts';

/** The data of each server-sent event of `POST /v1/generations`, by its name. */
export const generationEvents = {
  'prompt.screened': z.object({
    id: z._default(z.string(), ''),
    prompt: promptVerdict,
    checks: z._default(z.array(check), []),
    warnings: z.array(warning),
  }),
  'generation.started': z.object({ attempt: whole, seeds: z._default(z.array(whole), []) }),
  'generation.progress': z.object({ attempt: z._default(whole, 1), fraction: score }),
  'image.screened': z.object({
    index: whole,
    attempt: z._default(whole, 1),
    image,
    warnings: z._default(z.array(warning), []),
  }),
  'generation.regenerating': z.object({ attempt: whole, images: z.array(whole) }),
  /** The whole answer. Its images and the prompt's verdict were sent before, so they are omitted here. */
  'generation.completed': z.extend(z.omit(generationAnswer, { decision: true, prompt: true }), {
    images: z.array(z.pick(image, { decision: true })),
    timings_ms: z.partial(timings),
  }),
  error: anyProblem,
} as const;

type Schemas = typeof generationEvents;
type EventName = keyof Schemas;

/** One event of the stream: its name, and its data. */
export type WireEvent = {
  [Name in EventName]: { readonly type: Name; readonly data: z.output<Schemas[Name]> };
}[EventName];

/** The data of the event `Name`. */
export type WireData<Name extends EventName> = z.output<Schemas[Name]>;
