import * as z from 'zod/mini';

const health = z.object({ status: z.literal('ok'), service: z.literal('shoji') });

/** Whether a Shoji proxy answers at this origin. Extensions may read `/healthz` without a permission. */
export async function isShojiAt(origin: string, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(new URL('/healthz', origin), { credentials: 'omit', signal });
    return response.ok && health.safeParse(await response.json()).success;
  } catch {
    return false;
  }
}
