import * as z from 'zod/mini';
import { ClientError } from './errors.ts';

// What every answer of the proxy is read with; what is in which answer, stands where it is asked for.

/** Parses JSON and holds it against a schema. @throws ClientError `invalid-answer`. */
export function read<Schema extends z.ZodMiniType>(schema: Schema, json: string): z.infer<Schema> {
  try {
    return schema.parse(JSON.parse(json));
  } catch (cause) {
    throw new ClientError('invalid-answer', { cause });
  }
}

/** A field that may be missing or null: older proxies say less. */
export const maybe = <Schema extends z.ZodMiniType>(schema: Schema) => z.optional(z.nullable(schema));
/** A number to count with. */
export const whole = z.int().check(z.minimum(0));
/** A score or a fraction. */
export const score = z.number().check(z.minimum(0), z.maximum(1));
