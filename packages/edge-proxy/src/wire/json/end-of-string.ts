const [QUOTE, BACKSLASH] = [0x22, 0x5c];

/**
 * Position of the quote that ends the JSON string at `start`; the length if the string does not end. Works on UTF-8
 * bytes and on text alike: a quote and a backslash are one unit in both, and part of no other character.
 */
export function endOfString(json: Uint8Array | string, start: number): number {
  let end = start;
  do {
    end = typeof json === 'string' ? json.indexOf('"', end + 1) : json.indexOf(QUOTE, end + 1);
    if (end < 0) return json.length;
  } while (isEscaped(json, end));
  return end;
}

function isEscaped(json: Uint8Array | string, at: number): boolean {
  let slashes = 0;
  while (unitAt(json, at - 1 - slashes) === BACKSLASH) slashes++;
  return slashes % 2 === 1;
}

function unitAt(json: Uint8Array | string, at: number): number | undefined {
  return typeof json === 'string' ? json.charCodeAt(at) : json[at];
}
