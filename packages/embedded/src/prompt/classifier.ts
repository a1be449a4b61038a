import {
  type Category,
  CheckError,
  chunksOf,
  legibility,
  MOST_CHUNKS,
  ofOtherLanguage,
  type PromptClassifier,
  type PromptScores,
  reportScores,
  smallPromptClassifier,
  strongest,
} from '@shoji/core';
import { z } from 'zod';
import { type Closable, type ProcessOptions, sharedModel } from '../process/shared-model.ts';
import { scoredCategories } from './scorer.ts';
import { type PromptWeights, readPromptWeights, SHIPPED_WEIGHTS } from './weights.ts';

/** The cost of a part besides its tokens: a short one is not free. */
const PART_COST = 8;
/** A turn is one long part or a few short ones: 15 ms of English, 80 ms where every character is a token. */
const TURN = 128;
/** Tokens that may wait for each process: some three seconds. The default deadline is five, so what is let in is answered. */
const MOST_WAITING = 26_000;

export interface EmbeddedPromptClassifierOptions extends ProcessOptions {
  /** What `shoji classifier train --out` made: its file, or what is in it. Shoji's own weights when left out. */
  readonly weights?: string | URL | PromptWeights;
}

/**
 * Judges prompts by a sentence embedding with heads of our own, averaged with the small model, in a process beside this
 * one. The embedding reads English; Japanese and Chinese are left to the small model, other languages are reported as
 * skipped. Loaded once, at the first prompt or by `warmUp()`; callers take turns.
 * @throws PromptWeightsError when the file of weights cannot be used.
 */
export function embeddedPromptClassifier(
  options: EmbeddedPromptClassifierOptions = {},
): PromptClassifier & Closable {
  const { processes = 1 } = options;
  const weights = weightsOf(options);
  const small = smallPromptClassifier(weights.small);
  const categories = scoredCategories(weights);
  const { run, warmUp, close } = sharedModel({
    name: 'the embedded prompt model',
    entry: new URL('../process/prompt-model.ts', import.meta.url),
    data: weights === SHIPPED_WEIGHTS ? {} : { weights },
    processes,
    waiting: options.waiting ?? MOST_WAITING * processes,
    turn: TURN,
  });

  return {
    name: 'embedded',
    covers: small.covers,
    async classify(prompt, options) {
      options.signal.throwIfAborted();
      const legible = legibility(prompt, ['en']);
      if (legible === 'nothing') return renamed(small, prompt, options);
      // A text that is repeated is read once.
      const chunks = [...new Set(chunksOf(prompt))];
      const parts = chunks
        .slice(0, MOST_CHUNKS)
        .map((chunk) => ({ value: chunk, cost: PART_COST + tokensOf(chunk) }));
      const rows = await run(parts, options);
      const scores = rows.map((row) => readScores(row, categories));
      const report = reportScores('embedded', weights.full.version, strongest(scores));
      if (chunks.length > MOST_CHUNKS) return { ...report, skipped: 'too-long' };
      return legible === 'letters' ? ofOtherLanguage(report) : report;
    },
    warmUp,
    close,
  };
}

function weightsOf({ weights = SHIPPED_WEIGHTS }: EmbeddedPromptClassifierOptions): PromptWeights {
  return typeof weights === 'string' || weights instanceof URL ? readPromptWeights(weights) : weights;
}

/** About as many tokens as the tokenizer makes of a text, which itself is run beside the event loop. */
function tokensOf(text: string): number {
  return text.match(/[a-z]{1,8}|[^\sa-z]/gi)?.length ?? 0;
}

/** What the small model says where the embedding cannot read, in this check's name. */
async function renamed(small: PromptClassifier, prompt: string, options: { signal: AbortSignal }) {
  const report = await small.classify(prompt, options);
  return { ...report, findings: report.findings.map((finding) => ({ ...finding, check: 'embedded' })) };
}

const rowSchema = z.array(z.number());

/** @throws CheckError when it is no row of scores: that is no "passed". */
function readScores(row: unknown, categories: readonly Category[]): PromptScores {
  const { data: [unsafe, ...likely] = [] } = rowSchema.safeParse(row);
  if (unsafe === undefined || likely.length !== categories.length)
    throw new CheckError('invalid-answer', 'The embedded prompt model answered no scores.');
  return { unsafe, categories: new Map(categories.map((category, index) => [category, likely[index] ?? 0])) };
}
