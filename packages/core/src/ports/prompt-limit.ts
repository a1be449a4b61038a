/** The limit of a prompt's length. */
export interface PromptLimit {
  readonly most: number;
  /** UTF-8 bytes, or Unicode characters. */
  readonly unit: 'bytes' | 'characters';
}

/** The default limit of a prompt, in UTF-8 bytes. */
export const MAX_PROMPT_BYTES = 10_000;

/** The default limit of a prompt. */
export const DEFAULT_PROMPT_LIMIT: PromptLimit = { most: MAX_PROMPT_BYTES, unit: 'bytes' };

/** Whether a prompt is within a limit. */
export function isPromptWithinLimit(prompt: string, limit: PromptLimit = DEFAULT_PROMPT_LIMIT): boolean {
  const { most, unit } = limit;
  // A UTF-16 unit is at most three bytes and at least half a character, so most prompts need no counting.
  if (unit === 'bytes') return prompt.length <= most && (prompt.length * 3 <= most || bytes(prompt) <= most);
  return prompt.length <= most || (prompt.length <= most * 2 && characters(prompt) <= most);
}

/** A limit in words: `10000 bytes of UTF-8`. */
export function limitInWords({ most, unit }: PromptLimit): string {
  return `${most} ${unit === 'bytes' ? 'bytes of UTF-8' : 'characters'}`;
}

function bytes(prompt: string): number {
  return new TextEncoder().encode(prompt).length;
}

function characters(prompt: string): number {
  let count = 0;
  for (const _ of prompt) count++;
  return count;
}
