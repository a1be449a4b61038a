import { signal } from '@preact/signals';
import type { GeneratedImage } from '../../client/events.ts';

/** The blurred pictures that are revealed now, with their originals. */
export interface Reveals {
  /** The original of a picture while it is revealed. */
  originalOf(image: GeneratedImage): Blob | undefined;
  /** The pixels of a picture as it is shown now, and whether they are the blurred ones. */
  shownOf(image: GeneratedImage): { readonly blob: Blob | null; readonly covered: boolean };
  /** Whether a picture has an original that can be revealed. One that turned out to be gone has none. */
  has(image: GeneratedImage): boolean;
  /** Whether the original was asked for, and is no longer kept. */
  isGone(image: GeneratedImage): boolean;
  /** Reveals a picture, or hides it again. Its original is held only while it is revealed. */
  toggle(image: GeneratedImage): Promise<void>;
  hideAll(): void;
}

/** Pictures by identity: a place that changes its picture could show the next one revealed. */
export function createReveals(): Reveals {
  const open = signal<ReadonlyMap<GeneratedImage, Blob>>(new Map());
  const gone = signal<ReadonlySet<GeneratedImage>>(new Set());
  return {
    originalOf: (image) => open.value.get(image),
    shownOf(image) {
      const original = open.value.get(image);
      return { blob: original ?? image.shown, covered: image.decision === 'blur' && !original };
    },
    has: (image) => image.decision === 'blur' && image.original !== null && !gone.value.has(image),
    isGone: (image) => gone.value.has(image),
    async toggle(image) {
      const { original } = image;
      const rest = [...open.peek()].filter(([each]) => each !== image);
      if (rest.length < open.peek().size) {
        open.value = new Map(rest);
        return;
      }
      const blob = typeof original === 'function' ? await original() : original;
      if (blob) open.value = new Map([...open.peek(), [image, blob]]);
      else gone.value = new Set([...gone.peek(), image]);
    },
    hideAll() {
      open.value = new Map();
    },
  };
}
