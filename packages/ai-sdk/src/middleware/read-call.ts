import type { ImageModelV4CallOptions } from '@ai-sdk/provider';
import { UnscreenedImage } from '@shoji/core';
import * as z from 'zod/mini';
import { fromBase64 } from '../base64.ts';
import type { FieldsOf } from '../fields.ts';
import { type CallOptionsRead, type CallRole, readOptions } from './read-options.ts';

/** A validated call of the model: only what may reach the model. */
export interface ReadCall {
  readonly prompt: string | undefined;
  readonly n: number;
  readonly size: ImageModelV4CallOptions['size'];
  readonly aspectRatio: ImageModelV4CallOptions['aspectRatio'];
  readonly seed: number | undefined;
  readonly files: readonly UnscreenedImage[] | undefined;
  readonly mask: UnscreenedImage | undefined;
  readonly options: CallOptionsRead;
  readonly headers: Record<string, string | undefined>;
  readonly abortSignal: AbortSignal | undefined;
}

/** Why a call is refused. */
export class CallError extends Error {
  override readonly name = 'CallError';
}

/** Pictures of one call, and input images. */
const MOST_IMAGES = 64;

const isSize = (text: unknown): text is `${number}x${number}` =>
  typeof text === 'string' && /^\d{1,5}x\d{1,5}$/.test(text);
const isRatio = (text: unknown): text is `${number}:${number}` =>
  typeof text === 'string' && /^\d{1,5}(?:\.\d{1,4})?:\d{1,5}(?:\.\d{1,4})?$/.test(text);

const file = z.strictObject({
  type: z.literal(
    'file',
    'must be given as bytes: the picture behind an address could change after it was screened',
  ),
  mediaType: z.string(),
  data: z.union([z.string(), z.instanceof(Uint8Array)]),
  providerOptions: z.optional(z.strictObject({}, 'is not screened; leave it out')),
});

const callSchema = z.strictObject({
  prompt: z.optional(z.string()),
  n: z.int().check(z.minimum(1), z.maximum(MOST_IMAGES)),
  size: z.optional(z.custom<`${number}x${number}`>(isSize, 'must have the form 512x512')),
  aspectRatio: z.optional(z.custom<`${number}:${number}`>(isRatio, 'must have the form 16:9')),
  seed: z.optional(z.int().check(z.minimum(0), z.maximum(2 ** 32 - 1))),
  files: z.optional(z.array(file).check(z.maxLength(MOST_IMAGES))),
  mask: z.optional(file),
  providerOptions: z.optional(z.unknown()),
  headers: z.optional(z.record(z.string(), z.optional(z.string()))),
  abortSignal: z.optional(z.instanceof(AbortSignal)),
});

/**
 * Reads the call options of an image model.
 * @param mask How the model reads a mask; masks are refused when left out.
 * @throws CallError for an unknown option, or an option of an unknown form; OptionError for a provider option.
 */
export function readCall(
  params: unknown,
  {
    fields = {},
    mask,
  }: { readonly fields?: FieldsOf<CallRole> | undefined; readonly mask?: 'brightness' | undefined },
): ReadCall {
  const read = callSchema.safeParse(params);
  if (!read.success) throw new CallError(sentence(read.error));
  const { data } = read;
  if (data.mask !== undefined && mask === undefined) {
    throw new CallError(
      'mask is refused: set mask: "brightness" in shojiMiddleware() where the model reads a mask’s brightness. ' +
        'Transparency cannot be screened, so a mask of transparency is never sent.',
    );
  }
  return {
    prompt: data.prompt,
    n: data.n,
    size: data.size,
    aspectRatio: data.aspectRatio,
    seed: data.seed,
    files: data.files?.map((each, at) => unscreened(each, `files.${at}`)),
    mask: data.mask && unscreened(data.mask, 'mask'),
    options: readOptions(data.providerOptions, fields),
    headers: data.headers ?? {},
    abortSignal: data.abortSignal,
  };
}

function unscreened({ data }: { data: string | Uint8Array }, path: string): UnscreenedImage {
  try {
    return new UnscreenedImage(typeof data === 'string' ? fromBase64(data) : new Uint8Array(data));
  } catch (cause) {
    throw new CallError(`${path} is not base64.`, { cause });
  }
}

/** The first fault, with its option. */
function sentence({ issues: [issue] }: z.core.$ZodError): string {
  if (issue === undefined) return 'The call options cannot be read.';
  const path = issue.path.join('.');
  if (issue.code === 'unrecognized_keys')
    return `Unknown call options are not sent: ${[...issue.keys].map((key) => [path, key].filter(Boolean).join('.')).join(', ')}.`;
  return `${path || 'The call'}: ${issue.message}.`;
}
