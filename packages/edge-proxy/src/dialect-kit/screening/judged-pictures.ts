import { createScreening, type PromptVerdict, type ScreenedImage, type UnscreenedImage } from '@shoji/core';
import { LRUCache } from 'lru-cache';
import type { Call } from '../call/call.ts';

/** A picture with the digest of its bytes, under which its verdict is kept. */
export interface FoundPicture {
  readonly image: UnscreenedImage;
  readonly digest: string;
}

/** The first call that asks, on which the check is booked, with the evidence of the request that made the picture. */
type Asking = Pick<Call, 'engine' | 'id' | 'account' | 'evidence'>;

// The shown pixels are cached with the verdict: some hundred images of a usual size.
const MOST_BYTES = 128_000_000;

/** Judges each picture once, however often and by whichever route it is answered. */
export class JudgedPictures {
  readonly #known = new LRUCache<string, ScreenedImage>({
    maxSize: MOST_BYTES,
    sizeCalculation: ({ shown, original }) =>
      1_000 + (shown?.bytes.length ?? 0) + (original?.bytes.length ?? 0),
  });
  readonly #running = new Map<string, Promise<ScreenedImage>>();

  /** Screens a picture whose prompt has the verdict `verdict`, or answers the cached result. */
  async screen(
    { image, digest }: FoundPicture,
    verdict: PromptVerdict,
    call: Asking,
  ): Promise<ScreenedImage> {
    const key = JSON.stringify([verdict.decision, digest, await call.evidence.known()]);
    const known = this.#known.get(key);
    if (known) return known;
    const running = this.#running.get(key) ?? this.#judge(key, image, verdict, call);
    this.#running.set(key, running);
    return running;
  }

  async #judge(
    key: string,
    image: UnscreenedImage,
    verdict: PromptVerdict,
    { engine, id, account, evidence }: Asking,
  ): Promise<ScreenedImage> {
    try {
      // Other calls may wait for the same verdict, so the first call's signal does not abort it.
      const { signal } = new AbortController();
      const screening = createScreening(engine, { id, account, evidence, signal });
      const { image: screened } = await screening.image(image, verdict);
      // A failed check is not cached: it may succeed the next time.
      if (!screened.warnings.some(({ code }) => code.startsWith('check_failed')))
        this.#known.set(key, screened);
      return screened;
    } finally {
      this.#running.delete(key);
    }
  }
}
