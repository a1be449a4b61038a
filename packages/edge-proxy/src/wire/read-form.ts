import { BodyError } from './body-error.ts';
import { assertUtf8 } from './read-body.ts';
import { readBytes } from './read-bytes.ts';

/** The parts of a multipart form: texts and files by name, in the order sent. */
export interface Form {
  readonly texts: ReadonlyMap<string, string>;
  readonly files: readonly FormFile[];
}

export interface FormFile {
  /** The field's name. */
  readonly name: string;
  /** The client's name of the file; empty when it sent none. */
  readonly filename: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * A multipart form, parsed once.
 * @param repeatable Names of files that may occur several times; a text never may.
 * @throws BodyError
 */
export async function readForm(
  request: Request,
  maxBytes: number,
  repeatable: readonly string[],
): Promise<Form> {
  const type = request.headers.get('Content-Type') ?? '';
  assertUtf8(type);
  const bytes = await readBytes(request, maxBytes);
  // Some servers apply part headers and others do not, so a part header must not change the meaning of the bytes.
  const heads = Buffer.from(bytes).toString('latin1');
  const encoded =
    /\r\n(content-transfer-encoding:(?!\s*(7bit|8bit|binary)\b)|content-type:[^\r\n]*charset\s*=\s*"?(?!utf-?8\b))/i;
  if (encoded.test(heads))
    throw new BodyError(415, 'A part of the form is encoded. Send its bytes as they are, in UTF-8.');
  const form = await new Response(bytes, { headers: { 'Content-Type': type } })
    .formData()
    .catch((cause: unknown) => {
      throw new BodyError(400, 'The form cannot be read.', { cause });
    });
  const texts = new Map<string, string>();
  const files: FormFile[] = [];
  for (const [name, value] of form) {
    const known = texts.has(name) || files.some((file) => file.name === name);
    const twice = known && !(typeof value !== 'string' && repeatable.includes(name));
    if (twice)
      throw new BodyError(
        400,
        'The form has a field twice, and servers differ in which one they use. Send each field once.',
      );
    if (name === '_charset_') throw new BodyError(415, 'Only UTF-8 is accepted. Omit _charset_.');
    if (typeof value === 'string') texts.set(name, value);
    else files.push({ name, filename: value.name, bytes: new Uint8Array(await value.arrayBuffer()) });
  }
  return { texts, files };
}
