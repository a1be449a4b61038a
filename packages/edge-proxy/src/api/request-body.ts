import { GenerationError } from '@shoji/core';
import type { Context } from 'hono';
// zod's small build: it is part of every cold start.
import * as z from 'zod/mini';
import { objectionToShape } from '../wire/json/json-shape.ts';

z.config(z.locales.en());

/**
 * The request's JSON, validated by `schema`.
 * @throws GenerationError `invalid_request`, naming each field that is wrong.
 */
export function readJson<Schema extends z.ZodMiniType>(c: Context, schema: Schema): z.output<Schema> {
  return conform(readBody(c), schema);
}

/**
 * The request's JSON, for a caller that chooses the schema by its content.
 * @throws GenerationError `invalid_request` for malformed JSON.
 */
export function readBody(c: Context): unknown {
  return parse(c.get('body'));
}

/**
 * `body`, validated by `schema`.
 * @throws GenerationError `invalid_request`, naming each field that is wrong.
 */
export function conform<Schema extends z.ZodMiniType>(body: unknown, schema: Schema): z.output<Schema> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const wrong = result.error.issues.map(({ path, message }) =>
    path.length > 0 ? `${path.join('.')}: ${message}` : message,
  );
  throw new GenerationError('invalid_request', wrong.join('; '));
}

function parse(bytes: Uint8Array): unknown {
  const objection = objectionToShape(bytes);
  if (objection !== undefined) throw new GenerationError('invalid_request', objection);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw new GenerationError('invalid_request', 'The body is not valid JSON in UTF-8.', { cause: error });
  }
}
