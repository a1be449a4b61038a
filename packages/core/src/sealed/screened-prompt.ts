/** Nominal: the class is not exported, so only {@link sealPrompt} can make one. */
class Screened {
  readonly #texts: ReadonlySet<string>;
  readonly text: string;

  constructor(prompt: string, texts: Iterable<string>) {
    this.text = prompt;
    this.#texts = new Set([prompt, ...texts]);
  }

  /** Whether exactly this text was among those that were screened. */
  covers(text: string): boolean {
    return this.#texts.has(text);
  }
}

/**
 * A prompt that may be given to a model. Only screening makes it.
 * @example
 * ```ts
 * async generate({ prompt }: ScreenedRequest, { signal }) {
 *   return paint(prompt.text, signal); // a string alone would not compile
 * }
 * ```
 */
export type ScreenedPrompt = Screened;

/** Seals a prompt that the policy lets pass, with the texts screened beside it. Only `core/screen` may call this. */
export function sealPrompt(prompt: string, texts: Iterable<string>): ScreenedPrompt {
  return new Screened(prompt, texts);
}
