import type { PromptClassifier } from '../../ports/prompt.ts';
import { type Category, isCategory } from '../../vocabulary/category.ts';
import type { CheckReport } from '../../vocabulary/finding.ts';
import { withoutQualityPhrases } from '../context/quality.ts';
import { chunksOf, MOST_CHUNKS } from './chunks.ts';
import { SMALL_MODEL } from './data/small-model.generated.ts';
import { hashFeatures } from './features.ts';
import { legibility, type ReadableLanguage } from './language.ts';
import { type LinearModel, type LinearModelData, loadLinearModel } from './linear-model.ts';

/** Scores under this are not reported. */
const LOWEST_REPORTED = 0.005;
/** A category is named when it is at least this likely, given that the prompt is unsafe; else it is `toxicity`. */
const NAMED_FROM = 0.4;
/** From here on a finding of what reads English only counts in another language: “ein Koch” reaches 0.95. */
const CERTAIN = 0.97;
/** More features than the longest part of a prompt has. */
const MOST_FEATURES = 16_384;

/**
 * Log odds by which a prompt is less likely unsafe than the calibration for other languages says, in those that had no
 * labelled prompts. Of 102 harmless prompts in such languages that were written after training and that the rules allow,
 * 12 reached 0.5 without it and 3 with it; of 16 unsafe ones 11 and 4.
 */
const UNLABELLED_LOG_ODDS = -2.15;

/** A model's scores of one prompt: how likely it is unsafe, and of which category it then is. */
export interface PromptScores {
  /** Calibrated, 0–1. */
  readonly unsafe: number;
  /** Likelihood of each category given that the prompt is unsafe; they sum to 1. */
  readonly categories: ReadonlyMap<Category, number>;
}

/** The small model's weights: the output `unsafe` first, then one a category; how a logit becomes a likelihood. */
export interface SmallModelData extends LinearModelData {
  readonly version: string;
  readonly calibration: Calibration;
  /** The calibration for prompts in other languages than English; without it, such prompts are not read. */
  readonly foreign?: Calibration | undefined;
}

/** Turns a logit into a likelihood: 1 / (1 + e^-(slope · logit + offset)). */
export interface Calibration {
  readonly slope: number;
  readonly offset: number;
}

export { SMALL_MODEL };

/** Unpacked when a prompt first needs them. */
const models = new WeakMap<SmallModelData, LinearModel>();
const features = new Int32Array(MOST_FEATURES);

/** The raw outputs of a small model, Shoji's own when none is given: the logit of unsafe, then one logit a category. */
export function smallLogits(prompt: string, data: SmallModelData = SMALL_MODEL): Float64Array {
  const model = models.get(data) ?? loadLinearModel(data);
  models.set(data, model);
  const logits = new Float64Array(model.outputs.length);
  model.logits(features, hashFeatures(prompt, features), logits);
  return logits;
}

/** A small model's scores of a part of a prompt. */
function smallScores(prompt: string, data: SmallModelData, { slope, offset }: Calibration): PromptScores {
  const logits = smallLogits(prompt, data);
  const names = data.outputs.slice(1);
  return {
    unsafe: 1 / (1 + Math.exp(-(slope * (logits[0] ?? 0) + offset))),
    categories: likelihoods(names, logits.subarray(1)),
  };
}

/** Softmax over the categories' logits. */
export function likelihoods(names: readonly string[], logits: ArrayLike<number>): Map<Category, number> {
  const highest = Math.max(...Array.from(logits));
  const powers = names.map((_, index) => Math.exp((logits[index] ?? 0) - highest));
  const total = powers.reduce((sum, power) => sum + power, 0);
  const likely = new Map<Category, number>();
  for (const [index, name] of names.entries())
    if (isCategory(name)) likely.set(name, (powers[index] ?? 0) / total);
  return likely;
}

/** A long prompt is as unsafe as its worst part. */
export function strongest(scores: readonly PromptScores[]): PromptScores {
  return scores.reduce((worst, each) => (each.unsafe > worst.unsafe ? each : worst));
}

/** One finding: the likeliest category, or `toxicity` when no category is likely enough. */
export function reportScores(
  check: string,
  version: string,
  { unsafe, categories }: PromptScores,
): CheckReport {
  const report = { model: version, likelihood: unsafe };
  if (unsafe < LOWEST_REPORTED) return { ...report, findings: [] };
  const [likeliest] = [...categories].sort((a, b) => b[1] - a[1]);
  const category = likeliest && likeliest[1] >= NAMED_FROM ? likeliest[0] : 'toxicity';
  return { ...report, findings: [{ check, category, label: 'unsafe', score: unsafe }] };
}

/**
 * The report of a prompt in a readable script and an unread language: skipped, with only the nearly certain findings,
 * so that a few foreign words do not hide English content.
 */
export function ofOtherLanguage(report: CheckReport): CheckReport {
  const certain = report.findings.filter(({ score }) => score >= CERTAIN);
  return { ...withoutLikelihood(report), findings: certain, skipped: 'language' };
}

/** In languages other than English the model is too weak for its likelihood to outweigh a listed word. */
function withoutLikelihood({ likelihood: _, ...report }: CheckReport): CheckReport {
  return report;
}

/** The languages of weights without a calibration for other languages: labelled prompts in them are available. */
const LABELLED: readonly ReadableLanguage[] = ['en', 'ja', 'zh'];
/** The languages that `shoji classifier train --made` has prompts in. */
const MADE: readonly ReadableLanguage[] = [
  ...LABELLED,
  ...(['ar', 'de', 'es', 'fr', 'hi', 'id', 'it', 'ko', 'nl', 'pl', 'pt', 'ru', 'th', 'tr', 'vi'] as const),
];

/**
 * From this length on a part is rather a caption than a prompt, and is as many log odds less likely unsafe than the same
 * score means in a short one: of the harmless English test prompts that the rules allow, 2.2 % of the long ones reach 0.5
 * without it, and 1.3 % with it, as of the short ones (1.5 %).
 */
const CAPTION_FROM = 110;
const CAPTION_LOG_ODDS = -0.41;

/** The scores of a part of a prompt by its length: long captions name much that sounds alarming alone. */
export function ofCaption(text: string, scores: PromptScores): PromptScores {
  if (text.length < CAPTION_FROM) return scores;
  const against = (1 - scores.unsafe) / (scores.unsafe * Math.exp(CAPTION_LOG_ODDS));
  return { ...scores, unsafe: 1 / (1 + against) };
}

/** The calibration for a prompt: what its language had in training. */
function calibrationFor(
  prompt: string,
  isEnglish: boolean,
  { calibration, foreign }: SmallModelData,
): Calibration {
  if (isEnglish || foreign === undefined) return calibration;
  return legibility(prompt, ['ja', 'zh']) === 'words'
    ? foreign
    : { ...foreign, offset: foreign.offset + UNLABELLED_LOG_ODDS };
}

/** The languages that a small model reads. */
function languagesOf({ foreign }: SmallModelData): readonly ReadableLanguage[] {
  return foreign ? MADE : LABELLED;
}

/**
 * The classifier that fits into a browser and an edge function: hashed n-grams and one linear output per category.
 * Reads English and seventeen other languages, each as well as `docs/measurements/prompt-languages.md` says; a prompt in
 * another language is reported as skipped.
 * @param data Weights of `shoji classifier train`; Shoji's own when left out.
 * @example
 * ```ts
 * const { findings } = await smallPromptClassifier().classify('a dog in a suit', { signal });
 * ```
 */
export function smallPromptClassifier(data: SmallModelData = SMALL_MODEL): PromptClassifier {
  return {
    name: 'small',
    specificationVersion: 1,
    covers: [...data.outputs.filter(isCategory), 'toxicity'],
    async classify(typed, { signal }) {
      signal.throwIfAborted();
      const prompt = withoutQualityPhrases(typed);
      if (prompt === '' && typed !== '') return { findings: [], model: data.version };
      const isEnglish = legibility(prompt, ['en']) === 'words';
      const legible = isEnglish ? 'words' : legibility(prompt, languagesOf(data));
      if (legible === 'nothing') return { findings: [], skipped: 'language', model: data.version };
      const chunks = chunksOf(prompt);
      const calibration = calibrationFor(prompt, isEnglish, data);
      const report = reportScores(
        'small',
        data.version,
        strongest(
          chunks
            .slice(0, MOST_CHUNKS)
            .map((chunk) => ofCaption(chunk, smallScores(chunk, data, calibration))),
        ),
      );
      if (chunks.length > MOST_CHUNKS) return { ...report, skipped: 'too-long' };
      if (legible === 'letters') return ofOtherLanguage(report);
      return isEnglish ? report : withoutLikelihood(report);
    },
  };
}
