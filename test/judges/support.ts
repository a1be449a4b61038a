import type { EncodedImage } from '@shoji/core';
import type { JudgeOptions } from '@shoji/judges';
import { afterAll, afterEach } from 'vitest';
import type { Answer } from '../upstreams/aws/index.ts';
import { type JudgeServer, startJudge } from '../upstreams/judges/index.ts';

/** A service on loopback for the tests of one file: it is reset after each of them, and closed after the last. */
export async function useJudge(content: Answer): Promise<JudgeServer> {
  const server = await startJudge(content);
  afterEach(() => server.reset());
  afterAll(() => server.close());
  return server;
}

/** Limits without a pause between attempts. */
export const hasty = { backoff: 1 } satisfies NonNullable<JudgeOptions['resilience']>;

/** A picture that no server looks into, of any declared size and format. */
export function declared(image: Partial<EncodedImage> & { readonly size?: number } = {}): EncodedImage {
  const { mediaType = 'image/jpeg', width = 512, height = 512, size = 300 } = image;
  return { mediaType, width, height, bytes: Uint8Array.from({ length: size }, (_, index) => index % 251) };
}
