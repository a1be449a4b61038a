import type { Connection } from '../screen/client/connection.ts';
import { ClientError } from '../screen/client/errors.ts';
import { moderateImage } from '../screen/client/moderate.ts';
import type { ImageCheck, ImageCheckFailure } from '../storage/image-check.ts';
import { fetchImage } from './fetch-image.ts';

/** Longest wait for a picture and its verdict together, in milliseconds. */
const PATIENCE_MS = 25_000;

/** What checking a picture needs from around it. */
export interface CheckPorts {
  connection(): Promise<Connection>;
  /** Whether the browser lets the extension read what is at this address. */
  mayRead(url: string): Promise<boolean>;
  show(check: ImageCheck): Promise<void>;
}

/**
 * Asks the proxy about a picture of a page, and shows every step of that. Nothing of the picture is kept.
 * @param given Aborted when nobody waits for the verdict any more.
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

/** Where a picture comes from, for a person; empty for one that is part of the page itself. */
function hostOf(url: string): string {
  return URL.parse(url)?.host ?? '';
}
