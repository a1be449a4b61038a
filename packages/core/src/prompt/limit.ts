/**
 * UTF-8 bytes a prompt may have: 10 KB is what Comprehend, the strictest reader, takes of one document.
 * Counted in bytes, so that no prompt is long enough for a check to skip it.
 */
export const MAX_PROMPT_BYTES = 10_000;

/** Whether every check can read a prompt of this length. */
export function isPromptWithinLimit(prompt: string): boolean {
  // A UTF-16 unit is at least one byte, so most long prompts need no encoding to be told.
  return prompt.length <= MAX_PROMPT_BYTES && new TextEncoder().encode(prompt).length <= MAX_PROMPT_BYTES;
}
