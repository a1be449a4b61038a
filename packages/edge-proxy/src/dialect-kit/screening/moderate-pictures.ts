import {
  type Engine,
  type GenerationEvent,
  type GenerationRequest,
  type GenerationResult,
  type GeneratorLimits,
  type ImageGenerator,
  moderateGeneration,
  type PromptVerdict,
  resultOf,
  type ScreenedRequest,
  type UnscreenedImage,
  type Warning,
} from '@shoji/core';
import type { PromptLimit } from '@shoji/core/text';
import type { BlockMode, Call, Verdict } from '../call/call.ts';
import { blurSentence, sentenceOf } from '../placeholder/phrases.ts';
import type { InputPicture } from './input-pictures.ts';
import { screenInputs } from './screen-picture.ts';
import type { GivenPictures } from './screened-body.ts';
import { placeholderPicture, type ShownPicture, shownPicture } from './shown-picture.ts';
import { Blocked, blurReason, pictureReason, promptReason, reasonOf, verdictOf } from './verdict.ts';

/** One call that makes pictures from prompts and, optionally, pictures, as a dialect read it. */
export interface PictureCall {
  /** The upstream's name in answers, warnings and the log. */
  readonly upstream: string;
  readonly request: GenerationRequest;
  readonly inputs?: readonly InputPicture[];
  /** Paths of fields that were dropped because no table names them. */
  readonly dropped?: readonly string[];
  readonly limits?: Partial<GeneratorLimits>;
  /** False where another attempt could not replace single pictures. */
  readonly regenerates?: boolean;
  /** Milliseconds after which clients of the protocol give up and repeat the call, which is paid for again. */
  readonly patienceMs?: number;
  /** Longest a generation may take, in milliseconds, in place of the policy's deadlines. */
  readonly maxMs?: number | undefined;
  /**
   * Calls the upstream for one attempt, with pictures that were all found clear.
   * @returns One picture for each of `request.seeds`.
   */
  make(
    request: ScreenedRequest,
    inputs: GivenPictures,
    signal: AbortSignal,
  ): Promise<readonly UnscreenedImage[]>;
}

/** The longest prompt of a dialect: every check reads that much in one piece. */
export const PROMPT_LIMIT: PromptLimit = { most: 32_000, unit: 'characters' };

/** The limits of a protocol; the upstream itself refuses requests that its model cannot serve. */
const LIMITS: GeneratorLimits = {
  maxImages: 32,
  side: { min: 1, max: 8192, multipleOf: 1 },
  prompt: PROMPT_LIMIT,
  negativePrompt: true,
  emptyPrompt: true,
};

/** Runs a dialect's call through the one flow of a moderated generation. */
export function moderatePictures(
  call: Call,
  asked: PictureCall,
): AsyncGenerator<GenerationEvent, GenerationResult> {
  let inputs: GivenPictures = new Map();
  const prepare = async (signal: AbortSignal) => {
    inputs = await screenInputs(asked.inputs ?? [], { ...call, signal });
  };
  const generator: ImageGenerator = {
    name: asked.upstream,
    kind: 'model',
    limits: { ...LIMITS, ...asked.limits },
    async generate(request, { signal }) {
      return { images: await asked.make(request, inputs, signal) };
    },
  };
  const { id, signal, account, evidence } = call;
  const options = { id, signal, account, evidence, prepare };
  return moderateGeneration(asked.request, engineFor(call.engine, asked, generator), options);
}

/** The parts of an answer. */
export interface Settled {
  readonly pictures: readonly ShownPicture[];
  /** For each picture that is blurred or withheld, the sentence that says so and why. */
  readonly notes: readonly (string | undefined)[];
  readonly verdict: Verdict;
  /** The prompt's verdict, with which further pictures of the same answer are screened. */
  readonly prompt: PromptVerdict;
  /** True when every picture is a placeholder because no picture was made. */
  readonly refused: boolean;
}

/**
 * A finished generation as the pictures to answer with: shown pictures unchanged, a placeholder for each withheld one.
 * @throws Blocked when nothing can be shown and the protocol reports that by an error.
 */
export async function settle(
  result: GenerationResult,
  asked: PictureCall,
  call: Call,
  mode: BlockMode,
): Promise<Settled> {
  const verdict = withDropped(verdictOf(result), asked.dropped);
  const { width = 512, height = 512, n = 1 } = asked.request;
  const stand = (reason: ReturnType<typeof reasonOf>) =>
    placeholderPicture(reason, call.language, { width, height });
  if (result.status !== 'completed') {
    const reason = promptReason(result.prompt, result.warnings);
    if (mode !== 'placeholder') throw new Blocked(reason, verdict);
    const picture = await stand(reason);
    return {
      pictures: Array.from({ length: n }, () => picture),
      notes: Array.from({ length: n }, () => sentenceOf(reason, call.language)),
      verdict,
      prompt: result.prompt,
      refused: true,
    };
  }
  const reasons = result.images.map(({ warnings }) => pictureReason(warnings));
  const shown = result.images.map(shownPicture);
  if (mode !== 'placeholder' && shown.every((picture) => picture === undefined)) {
    const unchecked = reasons.every((reason) => reason.unchecked);
    throw new Blocked(reasonOf('picture', result.warnings, unchecked), verdict);
  }
  const pictures = await Promise.all(
    shown.map((picture, index) => picture ?? stand(reasons[index] ?? pictureReason([]))),
  );
  const notes = result.images.map(({ decision, warnings }, index) => {
    if (decision === 'clear') return undefined;
    return decision === 'blur'
      ? blurSentence(blurReason(warnings, result.prompt.warnings), call.language)
      : sentenceOf(reasons[index] ?? pictureReason([]), call.language);
  });
  return { pictures, notes, verdict, prompt: result.prompt, refused: false };
}

/**
 * Runs a dialect's call to its end, for an answer in one piece.
 * @throws Blocked as {@link settle}; GenerationError as the flow.
 */
export async function settledPictures(call: Call, asked: PictureCall, mode: BlockMode): Promise<Settled> {
  return settle(await resultOf(moderatePictures(call, asked)), asked, call, mode);
}

/** Most dropped fields that the warnings name. */
const MOST_NAMED = 16;

/** The verdict with a warning for each field that was left out. */
export function withDropped(verdict: Verdict, dropped: readonly string[] = []): Verdict {
  if (dropped.length === 0) return verdict;
  const warnings = dropped.slice(0, MOST_NAMED).map(
    (path): Warning => ({
      code: 'field_dropped',
      message: `${path} was left out: the operator has not opened this field.`,
    }),
  );
  return { ...verdict, warnings: [...verdict.warnings, ...warnings] };
}

function engineFor(engine: Engine, asked: PictureCall, generator: ImageGenerator): Engine {
  const { deadlines, regenerate } = engine.policy;
  const { maxMs } = asked;
  const policy = {
    ...engine.policy,
    ...(maxMs !== undefined && { deadlines: { ...deadlines, generate: maxMs, total: maxMs } }),
    regenerate: {
      ...regenerate,
      ...(asked.regenerates === false && { attempts: 1 }),
      ...(asked.patienceMs !== undefined && { within: asked.patienceMs }),
    },
  };
  return { ...engine, policy, generator };
}
