import { createHash } from 'node:crypto';
import type { LabelledDocument } from './documents.ts';

/** The class of a document when classes are balanced: all of its labels together. */
function classOf({ labels }: LabelledDocument): string {
  return labels.join('\0');
}

/**
 * The documents in an order that the seed and their texts determine, independent of their original order. Added
 * documents do not change the relative order of the others, so most stay on their side of a split.
 */
export function inSeededOrder(documents: readonly LabelledDocument[], seed: number): LabelledDocument[] {
  const place = ({ key }: LabelledDocument) => createHash('sha256').update(`${seed}\0${key}`).digest('hex');
  return documents
    .map((document) => ({ document, place: place(document) }))
    .sort((a, b) => (a.place < b.place ? -1 : 1))
    .map(({ document }) => document);
}

/**
 * Holds out a share of every class. A class of one document keeps it for training.
 * @param share 0–1.
 */
export function split(
  ordered: readonly LabelledDocument[],
  share: number,
): { readonly train: readonly LabelledDocument[]; readonly heldOut: readonly LabelledDocument[] } {
  const sizes = Map.groupBy(ordered, classOf);
  const seen = new Map<string, number>();
  const isHeldOut = (document: LabelledDocument): boolean => {
    const name = classOf(document);
    const rank = seen.get(name) ?? 0;
    seen.set(name, rank + 1);
    return rank < heldOutOf(sizes.get(name)?.length ?? 0, share);
  };
  const { train = [], heldOut = [] } = Object.groupBy(ordered, (document) =>
    isHeldOut(document) ? 'heldOut' : 'train',
  );
  return { train, heldOut };
}

function heldOutOf(size: number, share: number): number {
  return share === 0 ? 0 : Math.min(size - 1, Math.max(1, Math.round(size * share)));
}

/** Removes documents of the larger classes until no class has more than `ratio` times the documents of the smallest. */
export function balance(ordered: readonly LabelledDocument[], ratio: number): readonly LabelledDocument[] {
  const smallest = Math.min(...[...Map.groupBy(ordered, classOf).values()].map((group) => group.length));
  const left = new Map<string, number>();
  return ordered.filter((document) => {
    const name = classOf(document);
    const room = left.get(name) ?? Math.floor(smallest * ratio);
    left.set(name, room - 1);
    return room > 0;
  });
}
