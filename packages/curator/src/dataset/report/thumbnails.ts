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
  results: Iterable<FileResult>,
  entries: Iterable<Entry>,
  source: Pick<OpenedSource, 'readNow'>,
  policy: Policy,
  limit: number,
): Promise<Map<string, ReportThumbnail>> {
  const wanted = mostDoubtful(results, limit);
  const paths = new Set(wanted.map(({ path }) => path));
  const versions = new Map<string, string>();
  for (const { path, version } of entries) if (paths.has(path)) versions.set(path, version);
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

/** One result for each content. */
function mostDoubtful(results: Iterable<FileResult>, limit: number): readonly FileResult[] {
  let chosen: FileResult[] = [];
  const choose = () => {
    chosen.sort((a, b) => Number(a.status === 'clear') - Number(b.status === 'clear') || a.margin - b.margin);
    const byHash = new Map<string, FileResult>();
    for (const result of chosen) {
      const { hash = '' } = result;
      if (!byHash.has(hash)) byHash.set(hash, result);
    }
    chosen = [...byHash.values()].slice(0, limit);
  };
  for (const result of results) {
    const { hash, width, findings } = result;
    if (hash === undefined || width === undefined) continue;
    if (findings.some(({ category }) => category === 'sexual-minors')) continue;
    chosen.push(result);
    // The memory has a few times the limit.
    if (chosen.length > 4 * limit + 100) choose();
  }
  choose();
  return chosen;
}

function dataUrl({ mediaType, bytes }: EncodedImage): string {
  return `data:${mediaType};base64,${Buffer.from(bytes).toString('base64')}`;
}
