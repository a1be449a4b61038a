import type * as z from 'zod/mini';
import { generationEvents, type WireEvent } from './events.ts';

/** An answer that does not match its schema. */
export class WireError extends Error {
  override readonly name = 'WireError';
}

/**
 * Parses JSON and validates it by one of the wire's schemas.
 * @throws WireError
 * @example
 * ```ts
 * const { results } = readWire(moderationAnswer, await response.text());
 * ```
 */
export function readWire<Schema extends z.ZodMiniType>(schema: Schema, json: string): z.output<Schema> {
  try {
    // A null and a missing field mean the same: a reviver that answers undefined deletes the field.
    return schema.parse(JSON.parse(json, (_, value: unknown) => value ?? undefined));
  } catch (cause) {
    throw new WireError('The answer does not match its schema.', { cause });
  }
}

/**
 * A server-sent event of `POST /v1/generations`; undefined for a name that this version does not know.
 * @throws WireError for data that does not match the event's schema.
 * @example
 * ```ts
 * for await (const { event, data } of messages(response.body)) {
 *   const read = readWireEvent(event, data);
 *   if (read?.type === 'image.screened') show(read.data.index, read.data.image);
 * }
 * ```
 */
export function readWireEvent(name: string, json: string): WireEvent | undefined {
  switch (name) {
    case 'prompt.screened':
      return { type: name, data: readWire(generationEvents[name], json) };
    case 'generation.started':
      return { type: name, data: readWire(generationEvents[name], json) };
    case 'generation.progress':
      return { type: name, data: readWire(generationEvents[name], json) };
    case 'image.screened':
      return { type: name, data: readWire(generationEvents[name], json) };
    case 'generation.regenerating':
      return { type: name, data: readWire(generationEvents[name], json) };
    case 'generation.completed':
      return { type: name, data: readWire(generationEvents[name], json) };
    case 'error':
      return { type: name, data: readWire(generationEvents[name], json) };
    default:
      return undefined;
  }
}
