import { GenerationError } from '@shoji/core';
import type { GeneratorChoices } from '@shoji/core/generation';
import { UpstreamError } from '../../dialect-kit/answers/answer.ts';
import { ERROR, LISTS } from '../../dialects/automatic1111/shapes.ts';
import type { Json } from '../../wire/json/strict-json.ts';
import { type GeneratorServer, namesAt, SIZES } from '../server.ts';

/**
 * The names of the server's lists. A list that the server does not have is empty: servers of this protocol have
 * different lists.
 */
export async function choicesOf(server: GeneratorServer, signal: AbortSignal): Promise<GeneratorChoices> {
  const models = await named(server, signal);
  const [samplers, schedulers, loras] = await Promise.all(
    (['samplers', 'schedulers', 'loras'] as const).map((name) => optional(server, name, signal)),
  );
  return {
    models,
    samplers: namesAt(samplers ?? [], 'name'),
    schedulers: namesAt(schedulers ?? [], 'name'),
    loras: namesAt(loras ?? [], 'name'),
    sizes: SIZES,
  };
}

/** The titles of the checkpoints, as the setting for them takes them. */
async function named(server: GeneratorServer, signal: AbortSignal): Promise<string[]> {
  try {
    return namesAt(
      (await server.list('/sdapi/v1/sd-models', LISTS['sd-models'], ERROR, signal)).value,
      'title',
    );
  } catch (error) {
    throw withoutApi(error);
  }
}

/** One of the server's lists; empty if it has no such list. */
export async function optional(
  server: GeneratorServer,
  name: 'samplers' | 'schedulers' | 'loras',
  signal: AbortSignal,
): Promise<Json> {
  try {
    return (await server.list(`/sdapi/v1/${name}`, LISTS[name], ERROR, signal)).value;
  } catch (error) {
    if (error instanceof UpstreamError && error.status === 404) return [];
    throw error;
  }
}

/** A web UI that was started without its API answers every call with FastAPI's plain 404. */
export function withoutApi(error: unknown): unknown {
  const bare =
    error instanceof UpstreamError &&
    error.status === 404 &&
    JSON.stringify(error.body ?? '').includes('"detail":"Not Found"');
  if (!bare) return error;
  return new GenerationError(
    'generator_failed',
    'The image server has no API. Start the web UI with --api.',
    { cause: error },
  );
}
