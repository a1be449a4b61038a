/**
 * Cuts a text into segments of at most `maxBytes` UTF-8 bytes, never inside a code point. Joined, they give the text
 * again. Cuts after a sentence, else after a space, where the rest still fits.
 * @returns undefined when the text does not fit into `maxSegments`.
 */
export function splitSegments(text: string, maxBytes: number, maxSegments: number): string[] | undefined {
  const segments: string[] = [];
  for (let rest = text; rest !== ''; ) {
    if (segments.length === maxSegments) return undefined;
    const end = fitting(rest, maxBytes);
    const left = maxSegments - segments.length - 1;
    const fits = (cut: number) =>
      left === Number.POSITIVE_INFINITY || countSegments(rest.slice(cut), maxBytes) <= left;
    const cut = end === rest.length ? end : (goodCuts(rest.slice(0, end)).find(fits) ?? end);
    segments.push(rest.slice(0, cut));
    rest = rest.slice(cut);
  }
  return segments;
}

/** Cuts a text in the same way into any number of parts. */
export function splitParts(text: string, maxBytes: number): string[] {
  return splitSegments(text, maxBytes, Number.POSITIVE_INFINITY) ?? [];
}

/** Ends of the last sentence and of the last word in the second half of a piece: earlier cuts would waste segments. */
function goodCuts(piece: string): number[] {
  const from = Math.floor(piece.length / 2);
  return [/[.!?。！？\n]/, /\s/].flatMap((boundary) => {
    let cut = piece.length;
    while (cut > from && !boundary.test(piece[cut - 1] ?? '')) cut--;
    if (cut === from) return [];
    while (/\s/.test(piece[cut] ?? '')) cut++;
    return [cut];
  });
}

/** The number of UTF-16 units from the text's start that fit into `maxBytes`. */
function fitting(text: string, maxBytes: number): number {
  let bytes = 0;
  let end = 0;
  for (const character of text) {
    bytes += utf8Size(character.codePointAt(0) ?? 0);
    if (bytes > maxBytes) break;
    end += character.length;
  }
  return end;
}

function countSegments(text: string, maxBytes: number): number {
  let count = 0;
  for (let rest = text; rest !== ''; count++) rest = rest.slice(fitting(rest, maxBytes));
  return count;
}

function utf8Size(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}
