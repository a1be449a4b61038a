// "10 KB" and "1 KB" in Comprehend's quotas, read as powers of ten: safe for either meaning.
/** UTF-8 bytes that one ClassifyDocument or DetectToxicContent request may hold. */
export const MAX_TEXT_BYTES = 10_000;
/** UTF-8 bytes of one DetectToxicContent segment. */
export const MAX_SEGMENT_BYTES = 1_000;
/** Segments of one DetectToxicContent request. */
export const MAX_SEGMENTS = 10;
/** Requests that one prompt may take: more than the longest of any dialect needs. A longer one is skipped. */
export const MAX_REQUESTS = 16;

/** The units that Comprehend bills: 100 characters, at least 3 a request. Source: Amazon Comprehend pricing. */
export function billedUnits(text: string): number {
  return Math.max(3, Math.ceil([...text].length / 100));
}
