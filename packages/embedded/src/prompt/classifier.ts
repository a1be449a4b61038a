import { type Category, CheckError, type PromptClassifier, smallPromptClassifier } from '@shoji/core';
import {
  chunksOf,
  legibility,
  MOST_CHUNKS,
  ofCaption,
  ofOtherLanguage,
  type PromptScores,
  reportScores,
  strongest,
  withoutQualityPhrases,
} from '@shoji/core/text';
import { z } from 'zod';
import { type Lifetime, type ProcessOptions, sharedModel } from '../process/shared-model.ts';
import { scoredCategories } from './scorer.ts';
import { type PromptWeights, readPromptWeights, SHIPPED_WEIGHTS } from './weights.ts';

/** The cost of a part in addition to its tokens. */
const PART_COST = 8;
/** The maximum cost of a turn, one long part or a few short ones: 15 ms of English, 80 ms where each character is a token. */
const TURN = 128;
/** Tokens that may wait for each process: some three seconds with the native build. The default deadline is five. */
const MOST_WAITING = 26_000;

export interface EmbeddedPromptClassifierOptions extends ProcessOptions {
  /** Weights made by `shoji classifier train --out`: the file, or its content. Shoji's weights when left out. */
  readonly weights?: string | URL | PromptWeights;
}

/**
 * Judges prompts in a child process by the average of two models: trained heads over a sentence embedding, and the small
 * model. The embedding reads English. The languages that the small model reads are left to it, and others are reported
 * as skipped. The model is loaded at the first prompt, or by `warmUp()`; callers take turns.
 * @throws PromptWeightsError when the weights file cannot be used.
 * @example
 * const classifier = embeddedPromptClassifier();
 * const { findings } = await classifier.classify('a dog in a suit', { signal });
 */
export function embeddedPromptClassifier(
  options: EmbeddedPromptClassifierOptions = {},
): PromptClassifier & Lifetime {
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
    name: 'embedded-prompt',
    specificationVersion: 1,
    covers: small.covers,
    async classify(typed, options) {
      options.signal.throwIfAborted();
      const prompt = withoutQualityPhrases(typed);
      if (prompt === '' && typed !== '') return { findings: [], model: weights.full.version };
      const legible = legibility(prompt, ['en']);
      const bySmall = legible === 'words' ? undefined : await renamed(small, prompt, options);
      // The embedding reads English only. Words of another language do not hide English words beside them.
      if (bySmall && legible === 'nothing') return bySmall;
      // A repeated text is read once.
      const chunks = [...new Set(chunksOf(prompt))];
      const parts = chunks
        .slice(0, MOST_CHUNKS)
        .map((chunk) => ({ value: chunk, cost: PART_COST + tokensOf(chunk) }));
      const rows = await run(parts, options);
      const scores = rows.map((row, index) => ofCaption(chunks[index] ?? '', readScores(row, categories)));
      const report = reportScores('embedded-prompt', weights.full.version, strongest(scores));
      if (chunks.length > MOST_CHUNKS) return { ...report, skipped: 'too-long' };
      if (!bySmall) return report;
      const certain = ofOtherLanguage(report).findings;
      return certain.length > 0 ? { ...bySmall, findings: certain } : bySmall;
    },
    warmUp,
    close,
  };
}

function weightsOf({ weights = SHIPPED_WEIGHTS }: EmbeddedPromptClassifierOptions): PromptWeights {
  return typeof weights === 'string' || weights instanceof URL ? readPromptWeights(weights) : weights;
}

/** An estimate of the number of tokens; the tokenizer itself runs in the child process. */
function tokensOf(text: string): number {
  return text.match(/[a-z]{1,8}|[^\sa-z]/gi)?.length ?? 0;
}

/** The report of the small model, under the name of this check, for languages that the embedding cannot read. */
async function renamed(small: PromptClassifier, prompt: string, options: { signal: AbortSignal }) {
  const report = await small.classify(prompt, options);
  return {
    ...report,
    findings: report.findings.map((finding) => ({ ...finding, check: 'embedded-prompt' })),
  };
}

const rowSchema = z.array(z.number());

/** @throws CheckError `invalid-answer` when the row is malformed: such an answer must not pass the prompt. */
function readScores(row: unknown, categories: readonly Category[]): PromptScores {
  const { data: [unsafe, ...likely] = [] } = rowSchema.safeParse(row);
  if (unsafe === undefined || likely.length !== categories.length)
    throw new CheckError(
      'invalid-answer',
      'The embedded prompt model must answer a score for each category.',
    );
  return { unsafe, categories: new Map(categories.map((category, index) => [category, likely[index] ?? 0])) };
}
