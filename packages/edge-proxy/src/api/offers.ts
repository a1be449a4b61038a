import type { ImageGenerator } from '@shoji/core';

/** An image server that was found, and may become the generator. */
export interface Offer {
  /** Names it in requests, e.g. `comfyui-8188`. */
  readonly id: string;
  /** Names it for a person, e.g. `ComfyUI at 127.0.0.1:8188`. */
  readonly name: string;
  readonly generator: ImageGenerator;
}

/** The generator of a proxy that one person runs for themselves: its own, or one of those that were found. */
export interface GeneratorOffers {
  readonly offers: readonly Offer[];
  /** The generator of the next request. Requests that run keep theirs. */
  current(): ImageGenerator;
  /** The id of the offer that is used; undefined for the proxy's own generator. */
  used(): string | undefined;
  /** Uses an offer, or the proxy's own generator. Returns false for an id that is not offered. */
  use(id: string | undefined): boolean;
}

/** Offers of generators beside the proxy's own one. */
export function createOffers(own: ImageGenerator, offers: readonly Offer[]): GeneratorOffers {
  let used: Offer | undefined;
  return {
    offers,
    current: () => used?.generator ?? own,
    used: () => used?.id,
    use(id) {
      const offer = offers.find((each) => each.id === id);
      if (id !== undefined && offer === undefined) return false;
      used = offer;
      return true;
    },
  };
}
