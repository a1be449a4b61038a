/** One change of a text. */
export interface Change {
  /** UTF-16 offsets of the text that is replaced. */
  readonly span: readonly [start: number, end: number];
  /** Its replacement. */
  readonly text: string;
}

/** The text after a change. */
export function applied(prompt: string, { span: [start, end], text }: Change): string {
  return prompt.slice(0, start) + text + prompt.slice(end);
}
