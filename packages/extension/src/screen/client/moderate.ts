import { moderationAnswer } from '@shoji/core/wire';
import type { Connection } from './connection.ts';
import { finding, read } from './decode.ts';
import { ClientError } from './errors.ts';
import type { GeneratedImage } from './events.ts';
import { bodyOf, type RequestOptions, request } from './request.ts';
import { warningOf } from './warning.ts';

/** The verdict on an image of a web page. */
export interface ImageVerdict extends Pick<GeneratedImage, 'decision' | 'findings' | 'warnings'> {
  /** A check failed, so the image is neither known to be unsafe nor known to be safe. */
  readonly unchecked: boolean;
}

/**
 * Sends one image to `POST /v1/moderations`.
 * @param b64 The image's bytes, base64.
 * @throws ClientError
 * @throws the signal's reason if it is aborted
 */
export async function moderateImage(
  connection: Connection,
  b64: string,
  options: Pick<RequestOptions, 'signal' | 'onSilence' | 'patienceMs'>,
): Promise<ImageVerdict> {
  const reply = await request(connection, '/v1/moderations', {
    ...options,
    body: { input: [{ type: 'image', b64 }] },
  });
  if (!reply.ok) throw reply.error;
  const [result] = read(moderationAnswer, await bodyOf(reply.response, options.signal)).results;
  if (result?.type !== 'image') throw new ClientError('stranger');
  const { decision, unchecked, findings, warnings } = result;
  return { decision, unchecked, findings: findings.map(finding), warnings: warnings.map(warningOf) };
}
