import { anyProblem, moderationAnswer } from '@shoji/core/wire';
import { type Connection, headersOf, urlOf } from './connection.ts';
import { decodeProblem, finding, read, warning } from './decode.ts';
import { ClientError } from './errors.ts';
import type { GeneratedImage } from './events.ts';

/** The verdict on an image of a web page. */
export interface ImageVerdict extends Pick<GeneratedImage, 'decision' | 'findings' | 'warnings'> {
  /** A check failed, so the image is neither known to be unsafe nor known to be safe. */
  readonly unchecked: boolean;
}

/**
 * Sends one image to `POST /v1/moderations`.
 * @param b64 The image's bytes, base64.
 * @throws ClientError
 */
export async function moderateImage(
  connection: Connection,
  b64: string,
  signal: AbortSignal,
): Promise<ImageVerdict> {
  const response = await fetch(urlOf(connection, '/v1/moderations'), {
    method: 'POST',
    headers: { ...headersOf(connection), 'content-type': 'application/json' },
    body: JSON.stringify({ input: [{ type: 'image', b64 }] }),
    signal,
  }).catch((cause: unknown) => {
    throw new ClientError(signal.aborted ? 'timeout' : 'unreachable', { cause });
  });
  const text = await response.text();
  if (!response.ok) {
    const isProblem = response.headers.get('content-type')?.includes('json') ?? false;
    decodeProblem(isProblem ? read(anyProblem, text) : {}, response.status);
  }
  const [result] = read(moderationAnswer, text).results;
  if (result?.type !== 'image') throw new ClientError('invalid-answer');
  const { decision, unchecked, findings, warnings } = result;
  return { decision, unchecked, findings: findings.map(finding), warnings: warnings.map(warning) };
}
