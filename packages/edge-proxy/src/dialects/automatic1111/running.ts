import type { GenerationEvent, GenerationResult, PromptVerdict } from '@shoji/core';
import { NO_PROMPT } from '../screen-picture.ts';
import type { Running } from './extras.ts';

/** Follows the generations of one upstream, which shows anybody the preview of whichever runs. */
export class RunningPrompts implements Running {
  readonly #verdicts = new Map<string, PromptVerdict | undefined>();

  /** Runs a flow to its end, and knows its prompt's verdict meanwhile. */
  async follow(
    id: string,
    flow: AsyncGenerator<GenerationEvent, GenerationResult>,
  ): Promise<GenerationResult> {
    // Before it is judged a prompt reaches the server only where classifiers run beside generation.
    try {
      for (;;) {
        const { done, value } = await flow.next();
        if (done) return value;
        if (value.type === 'generation.started' && !this.#verdicts.has(id)) this.#verdicts.set(id, undefined);
        if (value.type === 'prompt.screened') this.#verdicts.set(id, value.prompt);
      }
    } finally {
      this.#verdicts.delete(id);
    }
  }

  verdict(): PromptVerdict | undefined {
    const verdicts = [...this.#verdicts.values()];
    if (verdicts.includes(undefined)) return undefined;
    return verdicts.find((verdict) => verdict?.decision === 'warn') ?? NO_PROMPT;
  }
}
