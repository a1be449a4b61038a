import {
  CheckError,
  chunksOf,
  isCategory,
  legibility,
  likelihoods,
  ofOtherLanguage,
  type PromptClassifier,
  type PromptScores,
  reportScores,
  smallLogits,
  smallPromptClassifier,
  strongest,
} from '@shoji/core';
import { type Embedder, loadEmbedder, type Window } from './prompt-embedder.ts';
import { blendLogits, headLogits, likelihood, loadHeads } from './prompt-heads.ts';
import { type PromptWeights, readPromptWeights, SHIPPED_WEIGHTS } from './prompt-weights.ts';

/** Parts that are read of a prompt; a longer one is reported as too long. */
const MOST_CHUNKS = 16;
/** Windows that one run of the model takes together. */
const BATCH = 16;

export interface EmbeddedPromptClassifierOptions {
  /** What `shoji classifier train --out` made: its file, or what is in it. Shoji's own weights when left out. */
  readonly weights?: string | URL | PromptWeights;
}

interface Waiting {
  readonly window: Window;
  readonly resolve: (embedding: Float32Array) => void;
  readonly reject: (cause: unknown) => void;
}

/**
 * Judges prompts by a sentence embedding with heads of our own, averaged with the small model, inside this process.
 * The embedding reads English; Japanese and Chinese are left to the small model, other languages are reported as
 * skipped. Loaded once, at the first prompt or by `warmUp()`; prompts that arrive together run together.
 * @throws PromptWeightsError when the file of weights cannot be used.
 */
export function embeddedPromptClassifier(
  options: EmbeddedPromptClassifierOptions = {},
): PromptClassifier & { warmUp(): Promise<void> } {
  const weights = weightsOf(options);
  const small = smallPromptClassifier(weights.small);
  const heads = loadHeads(weights.full.heads);
  let loading: Promise<Embedder> | undefined;
  const embedder = () => {
    loading ??= loadEmbedder().catch((cause: unknown) => {
      loading = undefined;
      throw new CheckError('unavailable', 'The embedded prompt model could not be loaded.', { cause });
    });
    return loading;
  };
  const embed = batched(embedder);

  return {
    name: 'full',
    covers: small.covers,
    async classify(prompt, options) {
      const { signal } = options;
      signal.throwIfAborted();
      const legible = legibility(prompt, ['en']);
      if (legible === 'nothing') return renamed(small, prompt, options);
      const { windows } = await embedder();
      const chunks = chunksOf(prompt);
      const parts = chunks
        .slice(0, MOST_CHUNKS)
        .flatMap((chunk) => windows(chunk).map((window) => ({ chunk, window })));
      const scores = await Promise.all(
        parts.map(async ({ chunk, window }) =>
          combine(weights, chunk, headLogits(heads, await embed(window))),
        ),
      );
      signal.throwIfAborted();
      const report = reportScores('full', weights.full.version, strongest(scores));
      if (chunks.length > MOST_CHUNKS) return { ...report, skipped: 'too-long' };
      return legible === 'letters' ? ofOtherLanguage(report) : report;
    },
    async warmUp() {
      await embedder();
    },
  };
}

function weightsOf({ weights = SHIPPED_WEIGHTS }: EmbeddedPromptClassifierOptions): PromptWeights {
  return typeof weights === 'string' || weights instanceof URL ? readPromptWeights(weights) : weights;
}

/** What the small model says where the embedding cannot read, in this check's name. */
async function renamed(small: PromptClassifier, prompt: string, options: { signal: AbortSignal }) {
  const report = await small.classify(prompt, options);
  return { ...report, findings: report.findings.map((finding) => ({ ...finding, check: 'full' })) };
}

/** The average of both models, each by its own spread, calibrated together. */
function combine({ small, full }: PromptWeights, prompt: string, dense: Float64Array): PromptScores {
  const sparse = smallLogits(prompt, small);
  const { spread, calibration, outputs } = full;
  const both = blendLogits(spread, dense[0] ?? 0, sparse[0] ?? 0);
  const categories = Array.from(dense.subarray(1), (logit, index) => (logit + (sparse[index + 1] ?? 0)) / 2);
  return {
    unsafe: likelihood(calibration, both),
    categories: likelihoods(outputs.filter(isCategory), categories),
  };
}

/** Collects the windows that are asked for while a run is under way, and runs them together. */
function batched(embedder: () => Promise<Embedder>): (window: Window) => Promise<Float32Array> {
  const waiting: Waiting[] = [];
  let running = false;
  const run = async () => {
    running = true;
    while (waiting.length > 0) {
      const batch = waiting.splice(0, BATCH);
      try {
        const embeddings = await (await embedder()).embed(batch.map((each) => each.window));
        for (const [index, { resolve, reject }] of batch.entries()) {
          const embedding = embeddings[index];
          if (embedding) resolve(embedding);
          else reject(new CheckError('invalid-answer', 'The sentence embedding left a prompt out.'));
        }
      } catch (cause) {
        const error =
          cause instanceof CheckError
            ? cause
            : new CheckError('error', 'The sentence embedding failed.', { cause });
        for (const { reject } of batch) reject(error);
      }
    }
    running = false;
  };
  return (window) =>
    new Promise((resolve, reject) => {
      waiting.push({ window, resolve, reject });
      if (!running) queueMicrotask(() => (running ? undefined : run()));
    });
}
