import { generatorsAnswer } from '@shoji/core/wire';
import type { Connection } from './connection.ts';
import { read } from './decode.ts';
import { bodyOf, request } from './request.ts';

/** An image server that was found on the proxy's machine. */
export interface OfferedGenerator {
  readonly id: string;
  /** For a person, e.g. `ComfyUI at 127.0.0.1:8188`. */
  readonly name: string;
  /** Whether it makes the pictures now. */
  readonly used: boolean;
}

/** Names of the generator's own lists that a request may choose; an empty list offers no choice. */
export interface Choices {
  readonly models: readonly string[];
  readonly samplers: readonly string[];
  readonly schedulers: readonly string[];
  readonly loras: readonly string[];
}

/** The generator's choices, and the image servers that may replace it. */
export interface Generators {
  readonly offered: readonly OfferedGenerator[];
  readonly choices: Choices;
}

/**
 * The generators that the proxy has, and the names that a request may choose.
 * @param use The id of the one to choose; null for the proxy's own generator; left out to choose nothing.
 * @throws ClientError
 * @throws the signal's reason if it is aborted
 */
export async function readGenerators(
  connection: Connection,
  signal: AbortSignal,
  use?: string | null,
): Promise<Generators> {
  const reply = await request(connection, '/v1/generators', {
    signal,
    ...(use !== undefined && { body: { use } }),
  });
  if (!reply.ok) throw reply.error;
  const { offered, current } = read(generatorsAnswer, await bodyOf(reply.response, signal));
  const { chooses, choices } = current;
  return {
    offered: offered ?? [],
    choices: {
      models: chooses.includes('model') ? (choices?.models ?? []) : [],
      samplers: chooses.includes('sampler') ? (choices?.samplers ?? []) : [],
      schedulers: chooses.includes('scheduler') ? (choices?.schedulers ?? []) : [],
      loras: chooses.includes('loras') ? (choices?.loras ?? []) : [],
    },
  };
}
