import type { Connection } from '../screen/client/connection.ts';
import { failureOf } from '../screen/client/errors.ts';
import { moderateImage } from '../screen/client/moderate.ts';
import { PATIENCE_MS } from '../screen/client/request.ts';
import type { ImageCheck } from '../storage/image-check.ts';
import { type FetchedImage, fetchImage } from './fetch-image.ts';

/** Deadline for loading an image and its verdict together, in milliseconds. */
const DEADLINE_MS = 25_000;

/** Dependencies of `checkImage`. */
export interface CheckPorts {
  connection(): Promise<Connection>;
  /** Whether the extension has the host permission for this address. */
  mayRead(url: string): Promise<boolean>;
  show(check: ImageCheck): Promise<void>;
}

/** How long a check waits, in milliseconds. */
interface Patience {
  /** Time until the request is aborted. */
  readonly deadlineMs?: number;
  /** Time until it reports that the site or the proxy does not answer. */
  readonly patienceMs?: number;
}

/**
 * Sends an image of a web page to the proxy for a verdict, and shows every step. The image is not stored.
 * @param given Aborts the check.
 */
export async function checkImage(
  url: string,
  given: AbortSignal,
  ports: CheckPorts,
  { deadlineMs = DEADLINE_MS, patienceMs = PATIENCE_MS }: Patience = {},
): Promise<void> {
  const { connection, show } = ports;
  const host = hostOf(url);
  const signal = AbortSignal.any([given, AbortSignal.timeout(deadlineMs)]);
  const waitFor = (waitingFor: 'site' | 'proxy') => void show({ state: 'checking', host, waitingFor });
  await show({ state: 'checking', host });
  const silence = setTimeout(() => waitFor('site'), patienceMs);
  const image = await load(url, signal, ports).finally(() => clearTimeout(silence));
  if (image === 'needs-permission') return show({ state: 'needs-permission', host, url });
  if ('trouble' in image) return show({ state: 'not-loaded', host, ...image });
  try {
    const { decision, unchecked, findings, warnings } = await moderateImage(await connection(), image.b64, {
      signal,
      patienceMs,
      onSilence: () => waitFor('proxy'),
    });
    await show({
      state: 'done',
      host,
      decision,
      unchecked,
      findings: [...findings],
      warnings: [...warnings],
    });
  } catch (error) {
    await show({ state: 'failed', host, failure: signal.aborted ? { kind: 'silent' } : failureOf(error) });
  }
}

/** Loads an image from its site, or says why not: a permission for its host may help. */
export async function load(
  url: string,
  signal: AbortSignal,
  { mayRead }: Pick<CheckPorts, 'mayRead'>,
): Promise<FetchedImage | 'needs-permission'> {
  const image = await fetchImage(url, signal).catch(
    (): FetchedImage => ({
      trouble: signal.aborted ? 'site-silent' : 'site-unreachable',
    }),
  );
  // Without the permission, browsers hide most replies, and sites refuse requests from elsewhere.
  const mayHelp =
    'trouble' in image && (image.trouble === 'site-unreachable' || image.trouble === 'site-refuses');
  return mayHelp && !(await mayRead(url)) ? 'needs-permission' : image;
}

/** The host of an image; empty for a `data:` URL. */
function hostOf(url: string): string {
  return URL.parse(url)?.host ?? '';
}
