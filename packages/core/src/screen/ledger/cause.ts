/** Most characters of one cause. */
const LONGEST = 1_000;
/** Errors of one chain; a chain may be a circle. */
const DEEPEST = 8;

// Possible keys and pictures: a credential after its scheme, keys by their usual prefixes, long unbroken runs.
const SECRETS =
  /\b(?:bearer|basic)\s+[^\s"',;]+|\b(?:[sprx]k|key|hf|ghp|akia|asia)[-_]?[a-z0-9_-]{12,}|[a-z0-9+/_=-]{64,}|[a-z0-9+=]{32,}/gi;
const WORD = /[\p{L}\p{N}\p{M}]+/gu;
const BEYOND_ASCII = /[^\p{ASCII}]/u;
/** Shorter words reveal nothing of a prompt, and occur in every sentence. */
const SHORTEST_WORD = 4;
const HIDDEN = '…';

/**
 * An error's name and message on one line, with those of its causes: no stack.
 * @param concealed Texts of the request. All their words are removed, because servers quote the texts of a request.
 */
export function causeOf(error: unknown, concealed: Iterable<string> = []): string {
  const line = chainOf(error)
    .join(' ← ')
    .replaceAll(/\s+/g, ' ')
    // A quoted text may be escaped as in JSON or Python.
    .replaceAll(/\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replaceAll(/\\[nrt"'\\]/g, ' ')
    .slice(0, LONGEST);
  return withoutWords(
    line.replaceAll(SECRETS, () => HIDDEN),
    concealed,
  );
}

function chainOf(error: unknown): string[] {
  const chain: string[] = [];
  for (let each = error; each !== undefined && chain.length < DEEPEST; ) {
    if (!(each instanceof Error)) {
      chain.push(String(each));
      break;
    }
    chain.push(`${each.name}: ${each.message}`);
    // If a host has several addresses, each failure has its own reason.
    each = each.cause ?? (each instanceof AggregateError ? each.errors[0] : undefined);
  }
  return chain;
}

function withoutWords(line: string, concealed: Iterable<string>): string {
  const words = new Set<string>();
  let beyondAscii = false;
  for (const text of concealed) {
    beyondAscii ||= BEYOND_ASCII.test(text);
    for (const [word] of text.toLowerCase().matchAll(WORD)) words.add(word);
  }
  if (words.size === 0) return line;
  return line
    .replaceAll(WORD, (word) => {
      // Some scripts have no spaces between words, so a part of such a text cannot be distinguished from other words.
      if (beyondAscii && BEYOND_ASCII.test(word)) return HIDDEN;
      return word.length >= SHORTEST_WORD && words.has(word.toLowerCase()) ? HIDDEN : word;
    })
    .replaceAll(/…(?:[^\p{L}\p{N}…]*…)+/gu, () => HIDDEN);
}
