import * as z from 'zod/mini';

const health = z.object({ status: z.literal('ok'), service: z.literal('shoji') });

/** The kind of server at an origin: a Shoji proxy, something else, or nothing that may be read. */
export type Neighbour = 'shoji' | 'stranger' | 'none';

/**
 * Asks an origin whether it is a Shoji proxy. Extensions may read `/healthz` of a proxy on this machine without a
 * permission; another service usually does not let them, but is heard all the same.
 */
export async function neighbourAt(origin: string, signal: AbortSignal): Promise<Neighbour> {
  const url = new URL('/healthz', origin);
  const ask = (mode: RequestMode) => fetch(url, { credentials: 'omit', mode, signal });
  try {
    const response = await ask('cors');
    const isShoji = response.ok && health.safeParse(await response.json().catch(() => undefined)).success;
    return isShoji ? 'shoji' : 'stranger';
  } catch {
    // Without CORS the page learns only that a server answered.
    return ask('no-cors').then(
      () => 'stranger',
      () => 'none',
    );
  }
}
