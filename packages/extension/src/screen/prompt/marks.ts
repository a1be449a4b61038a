/** A piece of a prompt, marked where a check matched it. */
export interface Segment {
  readonly text: string;
  readonly marked: boolean;
}

/**
 * Cuts `text` at the spans (UTF-16 offsets, end exclusive); overlapping and touching spans become one.
 * The segments joined are always the text.
 */
export function segmentsOf(text: string, spans: readonly (readonly [number, number])[]): Segment[] {
  const segments: Segment[] = [];
  let at = 0;
  const push = (end: number, marked: boolean) => {
    if (end > at) segments.push({ text: text.slice(at, end), marked });
    at = Math.max(at, end);
  };
  for (const [start, end] of merge(text, spans)) {
    push(start, false);
    push(end, true);
  }
  push(text.length, false);
  return segments;
}

/** The marked words, each once, in the order of the prompt. */
export function markedWords(text: string, spans: readonly (readonly [number, number])[]): string[] {
  const words = segmentsOf(text, spans).filter(({ marked }) => marked);
  return [...new Set(words.map((segment) => segment.text))];
}

function merge(text: string, spans: readonly (readonly [number, number])[]): [number, number][] {
  const inside = spans
    .map(([start, end]): [number, number] => [boundary(text, start, -1), boundary(text, end, 1)])
    .filter(([start, end]) => start < end)
    .sort((a, b) => a[0] - b[0]);
  const merged: [number, number][] = [];
  for (const [start, end] of inside) {
    const last = merged.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return merged;
}

/** Clamps an offset to the text and moves it out of a surrogate pair. */
function boundary(text: string, offset: number, direction: -1 | 1): number {
  const at = Math.min(text.length, Math.max(0, offset));
  const splits = at > 0 && (text.codePointAt(at - 1) ?? 0) > 0xffff;
  return splits ? at + direction : at;
}
