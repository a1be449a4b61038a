import { type EncodedImage, type Policy, UnscreenedImage } from '@shoji/core';
import { judgingCodec, thumbnail } from '@shoji/pixels';
import type { ReportThumbnail } from '../../report/report-data.ts';
import type { FileResult } from '../file-result.ts';
import { DATASET_LIMITS, hashOf } from '../judge.ts';
import { mapUnordered } from '../parallel.ts';
import type { OpenedSource } from '../sources/archives/with-members.ts';
import { type Entry, SourceError } from '../sources/source.ts';

/** Longest side of a thumbnail in pixels. */
const SIDE = 192;
/** Decoded at once. */
const AT_ONCE = 4;

/**
 * Thumbnails by content hash, at most `limit`: first of pictures that should not be in the set, then of those closest
 * to a threshold. Possible pictures of minors are never copied, and the policy decides whether pictures can be
 * uncovered.
 */
export async function thumbnails(
  results: readonly FileResult[],
  entries: readonly Entry[],
  source: Pick<OpenedSource, 'readNow'>,
  policy: Policy,
  limit: number,
): Promise<Map<string, ReportThumbnail>> {
  const distinct = new Map(
    results.flatMap((result) => (result.hash === undefined ? [] : [[result.hash, result]])),
  );
  const wanted = [...distinct.values()]
    .filter(
      ({ findings, width }) =>
        width !== undefined && !findings.some(({ category }) => category === 'sexual-minors'),
    )
    .sort((a, b) => Number(a.status === 'clear') - Number(b.status === 'clear') || a.margin - b.margin)
    .slice(0, limit);

  const paths = new Set(wanted.map(({ path }) => path));
  const versions = new Map(
    entries.filter(({ path }) => paths.has(path)).map(({ path, version }) => [path, version]),
  );
  const made = new Map<string, ReportThumbnail>();
  const make = async ({ path, hash = '' }: FileResult) => {
    try {
      const bytes = await source.readNow(
        { path, version: versions.get(path) ?? '' },
        DATASET_LIMITS.maxBytes,
      );
      // Only the judged content is shown.
      if (hashOf(bytes) !== hash) return;
      const signal = new AbortController().signal;
      const image = await judgingCodec(DATASET_LIMITS).normalise(new UnscreenedImage(bytes), { signal });
      const { cover, uncovered } = await thumbnail(image, SIDE);
      made.set(hash, { cover: dataUrl(cover), uncovered: policy.reveal ? dataUrl(uncovered) : null });
    } catch (error) {
      // Deleted or changed since: the report has the findings, without a thumbnail.
      if (!(error instanceof SourceError)) throw error;
    }
  };
  for await (const _ of mapUnordered(wanted, AT_ONCE, make));
  return made;
}

function dataUrl({ mediaType, bytes }: EncodedImage): string {
  return `data:${mediaType};base64,${Buffer.from(bytes).toString('base64')}`;
}
