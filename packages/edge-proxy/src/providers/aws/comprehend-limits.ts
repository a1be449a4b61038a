// "10 KB" and "1 KB" in Comprehend's quotas, read as powers of ten: right whichever is meant.
/** UTF-8 bytes that one ClassifyDocument or DetectToxicContent request may hold. */
export const MAX_TEXT_BYTES = 10_000;
/** UTF-8 bytes of one DetectToxicContent segment. */
export const MAX_SEGMENT_BYTES = 1_000;
/** Segments of one DetectToxicContent request. */
export const MAX_SEGMENTS = 10;

/** Length of a text in UTF-8 bytes. */
export function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** What Comprehend bills: units of 100 characters, at least 3 a request. Source: Amazon Comprehend pricing. */
export function billedUnits(text: string): number {
  return Math.max(3, Math.ceil([...text].length / 100));
}
