import { BodyError } from './body-error.ts';
import { parseExact } from './json/exact-integers.ts';
import { isObject, type Json, JsonError, type JsonObject, parseStrictJson } from './json/strict-json.ts';
import { readBytes } from './read-bytes.ts';

/**
 * The body as JSON, whatever its Content-Type is: servers parse it in any case, so it is always judged.
 * @throws BodyError
 */
export async function readJson(request: Request, maxBytes: number): Promise<Json> {
  assertUtf8(request.headers.get('Content-Type') ?? '');
  const bytes = await readBytes(request, maxBytes);
  return asJson(bytes);
}

/** The body as JSON with exact integers of any size. @throws BodyError */
export async function readExactJson(
  request: Request,
  maxBytes: number,
): Promise<ReturnType<typeof parseExact>> {
  assertUtf8(request.headers.get('Content-Type') ?? '');
  const bytes = await readBytes(request, maxBytes);
  return parseExact(new TextDecoder().decode(bytes), asJson(bytes));
}

/** Bytes as strict JSON. @throws BodyError */
export function asJson(bytes: Uint8Array): Json {
  try {
    return parseStrictJson(bytes);
  } catch (error) {
    if (error instanceof JsonError) throw new BodyError(400, error.message, { cause: error });
    throw error;
  }
}

/** JSON that must be an object. @throws BodyError */
export function asObject(value: Json): JsonObject {
  if (isObject(value)) return value;
  throw new BodyError(400, 'The body must be a JSON object.');
}

/** Refuses a charset other than UTF-8. @throws BodyError */
export function assertUtf8(contentType: string): void {
  const charsets = [...contentType.matchAll(/charset\s*=\s*"?([^\s;",]*)/gi)].map(([, name = '']) => name);
  if (charsets.some((name) => !/^utf-?8$/i.test(name)))
    throw new BodyError(415, 'Only UTF-8 is accepted. Omit the charset.');
}
