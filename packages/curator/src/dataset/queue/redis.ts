import { OperatorError } from '@shoji/core';
import { Redis } from 'ioredis';

/** A Redis that cannot be used; `message` says which and why. */
class RedisError extends OperatorError {
  override readonly name = 'RedisError';
}

/** The connection options of BullMQ, whose blocking commands must not time out. */
export function connection(url: string) {
  return { url, maxRetriesPerRequest: null };
}

/**
 * Fails at once when Redis cannot be reached; BullMQ's own connections would retry silently for ever.
 * @throws RedisError
 */
export async function assertReachable(url: string): Promise<void> {
  if (!/^rediss?:\/\//.test(url))
    throw new RedisError('--queue: write redis://host:port, or rediss:// for TLS.');
  const redis = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => null });
  let cause: unknown;
  redis.on('error', (error: unknown) => {
    cause ??= error;
  });
  try {
    await redis.connect();
    await redis.ping();
  } catch (error) {
    const { message } =
      cause instanceof Error ? cause : error instanceof Error ? error : { message: String(error) };
    throw new RedisError(`${withoutPassword(url)} cannot be used: ${message}`, { cause: error });
  } finally {
    // On a closed connection it would wait two seconds.
    if (redis.status !== 'end') redis.disconnect();
  }
}

/** Milliseconds that Redis has to answer the end of a connection. */
const FAREWELL = 2_000;

/**
 * Waits for connections to close in order; connections to a Redis that does not answer are destroyed, because they
 * would keep the process alive.
 */
export async function farewell(
  closed: Promise<unknown>,
  connected: readonly { disconnect(): Promise<void> }[],
): Promise<void> {
  const late = Promise.withResolvers<void>();
  const timer = setTimeout(late.resolve, FAREWELL);
  await Promise.race([closed, late.promise]).catch(() => {});
  clearTimeout(timer);
  for (const each of connected) each.disconnect().catch(() => {});
}

function withoutPassword(url: string): string {
  return url.replace(/\/\/[^@/]*@/, '//');
}
