/** Characters that a classifier reads at once; nearly every prompt is shorter. */
const LONGEST = 400;
/** The overlap of a part with the one before it, so that no phrase is cut in both. */
const OVERLAP = 120;
/** How much earlier a part may end, and how much later it may begin, to be cut at a space. */
const END_EARLIER = 60;
const BEGIN_LATER = 40;
/** The most parts of a dialect's longest prompt: each except the last adds 220 characters or more. */
export const MOST_CHUNKS = 160;

/**
 * The parts of a prompt that a classifier judges one by one, each at most 400 characters and cut at a space where there
 * is one. A model averages over what it reads, so that in one piece a page of meadows would hide a sentence at its end.
 */
export function chunksOf(prompt: string): string[] {
  if (prompt.length <= LONGEST) return [prompt];
  const chunks: string[] = [];
  for (let from = 0; from < prompt.length; ) {
    const most = from + LONGEST;
    const until = most < prompt.length ? spaceIn(prompt, most - END_EARLIER, most, most) : prompt.length;
    chunks.push(prompt.slice(from, until));
    const next = until - OVERLAP;
    from = until === prompt.length ? until : spaceIn(prompt, next, next + BEGIN_LATER, next);
  }
  return chunks;
}

/** The start of a word: after the last space of a stretch; `otherwise` without a space. */
function spaceIn(prompt: string, from: number, to: number, otherwise: number): number {
  for (let at = to - 1; at >= from; at--) if (/\s/.test(prompt[at] ?? '')) return at + 1;
  return otherwise;
}
