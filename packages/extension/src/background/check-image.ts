import type { Connection } from '../screen/client/connection.ts';
import { ClientError } from '../screen/client/errors.ts';
import { moderateImage } from '../screen/client/moderate.ts';
import type { ImageCheck, ImageCheckFailure } from '../storage/image-check.ts';
import { fetchImage } from './fetch-image.ts';

/** Deadline for loading an image and its verdict together, in milliseconds. */
const PATIENCE_MS = 25_000;

/** Dependencies of `checkImage`. */
export interface CheckPorts {
  connection(): Promise<Connection>;
  /** Whether the extension has the host permission for this address. */
  mayRead(url: string): Promise<boolean>;
  show(check: ImageCheck): Promise<void>;
}

/**
 * Sends an image of a web page to the proxy for a verdict, and shows every step. The image is not stored.
 * @param given Aborts the check.
 */
export async function checkImage(url: string, given: AbortSignal, ports: CheckPorts): Promise<void> {
  const { connection, mayRead, show } = ports;
  const host = hostOf(url);
  const signal = AbortSignal.any([given, AbortSignal.timeout(PATIENCE_MS)]);
  const fail = (failure: ImageCheckFailure) => show({ state: 'failed', host, failure });
  await show({ state: 'checking', host });
  let image: string | undefined;
  try {
    image = await fetchImage(url, signal);
  } catch {
    const isWeb = /^https?:/.test(url);
    return isWeb && !(await mayRead(url))
      ? show({ state: 'needs-permission', host, url })
      : fail('not-loaded');
  }
  if (image === undefined) return fail('not-an-image');
  try {
    const { decision, unchecked, findings, warnings } = await moderateImage(
      await connection(),
      image,
      signal,
    );
    await show({
      state: 'done',
      host,
      decision,
      unchecked,
      findings: [...findings],
      warnings: [...warnings],
    });
  } catch (error) {
    await fail(failureKind(error));
  }
}

function failureKind(error: unknown): ImageCheckFailure {
  switch (error instanceof ClientError ? error.kind : undefined) {
    case 'unreachable':
      return 'unreachable';
    case 'unauthorised':
    case 'not-permitted':
      return 'unauthorised';
    case 'invalid-request':
    case 'too-large':
      return 'not-an-image';
    default:
      return 'refused';
  }
}

/** The host of an image; empty for a `data:` URL. */
function hostOf(url: string): string {
  return URL.parse(url)?.host ?? '';
}
