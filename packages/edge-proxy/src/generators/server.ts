import type { ScreenedRequest } from '@shoji/core';
import { GenerationError } from '@shoji/core';
import type { Chosen, GeneratorChoices } from '@shoji/core/generation';
import { GENERATOR_FAILURES } from '@shoji/core/generation';
import { type ScreenedAnswer, type UnscreenedAnswer, UpstreamError } from '../dialect-kit/answers/answer.ts';
import type { Shape } from '../dialect-kit/answers/shape.ts';
import type { HttpCall, UpstreamClient } from '../dialect-kit/client/client.ts';
import { readJsonAnswer } from '../dialect-kit/client/read-answer.ts';
import { DIRECTIVE_REFUSED, holdDirectives } from '../dialect-kit/screening/input-pictures.ts';
import type { Json } from '../wire/json/strict-json.ts';

/** Time-out of a stop command, in milliseconds: it must not delay the end of a cancelled request. */
const COMMAND_MS = 2_000;

/** Sides in pixels of models from Stable Diffusion 1.5 to XL and later. */
export const SIDE = { min: 64, max: 2_048, multipleOf: 8 } as const;

/** Sizes that models of one or the other generation are trained on. No server lists them. */
export const SIZES: GeneratorChoices['sizes'] = [
  { width: 512, height: 512 },
  { width: 512, height: 768 },
  { width: 768, height: 512 },
  { width: 1024, height: 1024 },
  { width: 832, height: 1216 },
  { width: 1216, height: 832 },
];

/** The server of a generator, called with the operator's credentials. */
export interface GeneratorServer {
  /**
   * Asks for JSON.
   * @throws GenerationError `generator_failed` where the server cannot be reached or the operator's login is wrong, and
   * as {@link UpstreamError} says for every other status.
   */
  ask(call: HttpCall, errors: Shape, signal: AbortSignal): Promise<UnscreenedAnswer>;
  /** The JSON of an answer, reduced to the fields that `shape` names. */
  list(path: string, shape: Shape, errors: Shape, signal: AbortSignal): Promise<ScreenedAnswer>;
  /** Sends a command whose answer no request waits for. Never rejects. */
  command(call: HttpCall): Promise<void>;
}

/** Statuses with which a server, or a gateway before it, refuses the operator's login. */
const NOT_ADMITTED = [401, 403, 407];

export function generatorServer(client: UpstreamClient): GeneratorServer {
  const ask: GeneratorServer['ask'] = async (call, errors, signal) => {
    try {
      const answer = await client.send(call, { authorization: undefined, signal });
      return await readJsonAnswer(answer, errors);
    } catch (error) {
      throw failureOf(error);
    }
  };
  return {
    ask,
    list: async (path, shape, errors, signal) =>
      (await ask({ method: 'GET', path }, errors, signal)).screened(shape),
    command: async (call) => {
      const signal = AbortSignal.timeout(COMMAND_MS);
      await client.send(call, { authorization: undefined, signal }).catch(() => {});
    },
  };
}

/** A wrong login is the operator's mistake, not the client's. */
export function failureOf(error: unknown): unknown {
  if (!(error instanceof UpstreamError) || !NOT_ADMITTED.includes(error.status)) return error;
  return new GenerationError(
    'generator_failed',
    `The image server refused the proxy’s login with status ${error.status}.`,
    { cause: error },
  );
}

/**
 * Refuses a request whose texts a server would read as instructions.
 * @throws GenerationError `invalid_request`
 */
export function assertPlainTexts({ prompt, negativePrompt }: ScreenedRequest): void {
  if (holdDirectives([prompt.text, negativePrompt]))
    throw new GenerationError('invalid_request', DIRECTIVE_REFUSED);
}

/**
 * Refuses a name that the server does not list: it is sent to the server, and may be a path there.
 * @throws GenerationError `invalid_request`
 */
export function assertOffered(
  { model, sampler, scheduler, loras = [] }: Chosen,
  offered: GeneratorChoices,
): void {
  const wanted = [
    ['model', model, offered.models],
    ['sampler', sampler, offered.samplers],
    ['scheduler', scheduler, offered.schedulers],
    ...loras.map(({ name }) => ['loras', name, offered.loras] as const),
  ] as const;
  for (const [field, name, names] of wanted) {
    if (name === undefined || names.includes(name)) continue;
    throw new GenerationError(
      'invalid_request',
      `${field}: the image server has no such name. GET /v1/generators lists its names.`,
    );
  }
}

/** The choices without undefined values, so that these do not hide a default. */
export function definedOf(chosen: Chosen): Chosen {
  return Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined));
}

/** Whether there is a choice. */
export function isChosen({ model, sampler, scheduler, loras = [] }: Chosen): boolean {
  return [model, sampler, scheduler, ...loras].some((each) => each !== undefined);
}

/** An answer that was paid for and cannot be used. */
export function unusable(cause?: unknown): GenerationError {
  const { code, message } = GENERATOR_FAILURES.unusable;
  return new GenerationError(code, message, { cause });
}

/** The texts at one key of the objects of a list. */
export function namesAt(list: Json, key: string): string[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((each) => {
    const name = typeof each === 'object' && each !== null && !Array.isArray(each) ? each[key] : undefined;
    return typeof name === 'string' && name !== '' ? [name] : [];
  });
}
