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

/**
 * The image servers that may be chosen; none where the proxy offers none.
 * @param use The id of the one to choose; null for the proxy's own generator; left out to choose nothing.
 * @throws ClientError
 * @throws the signal's reason if it is aborted
 */
export async function offeredGenerators(
  connection: Connection,
  signal: AbortSignal,
  use?: string | null,
): Promise<readonly OfferedGenerator[]> {
  const reply = await request(connection, '/v1/generators', {
    signal,
    ...(use !== undefined && { body: { use } }),
  });
  if (!reply.ok) throw reply.error;
  return read(generatorsAnswer, await bodyOf(reply.response, signal)).offered ?? [];
}
