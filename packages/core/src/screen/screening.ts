import type { FramesKept } from '../image/animation.ts';
import type { UnscreenedImage } from '../sealed/picture.ts';
import type { PromptVerdict } from '../vocabulary/verdict.ts';
import { coverImage, type ImageScreening } from './cover-image.ts';
import { RequestEvidence } from './joined/request-evidence.ts';
import { type ImageJudgement, type JudgeOptions, judgeImage } from './judge-image.ts';
import {
  type Asking,
  askingFor,
  type Booked,
  bookedIn,
  type PromptScreener,
  promptScreener,
  type ScreeningOptions,
} from './prompt-screening.ts';
import type { ImageScreen, PromptScreen } from './screen.ts';

/** Screens the pictures of one request. */
export interface ImageScreener extends Booked {
  /**
   * The one way from an unscreened picture to one that may be shown. It needs the prompt's verdict, so no picture can
   * leave before the prompt was judged.
   */
  image(
    image: UnscreenedImage,
    verdict: PromptVerdict,
    options?: Partial<JudgeOptions>,
  ): Promise<ImageScreening>;
  /** Judges an image that will not be shown. */
  judge(image: UnscreenedImage, options?: Partial<JudgeOptions>): Promise<ImageJudgement>;
}

/** Screens the prompts and pictures of one request. */
export interface Screening extends PromptScreener, ImageScreener {}

/**
 * The only way to a verdict. For every prompt and picture of one request it keeps the deadline, runs the checks,
 * reports details to the operator only, books the usage, and explains the verdict as far as the policy allows. With a
 * part of an engine it is the part of a screening.
 * @throws OperatorError when a classifier or moderator has a version that this core does not know.
 * @example
 * ```ts
 * const screening = createScreening({ policy, rules: [rules()], classifiers: [] }, { id: 'req_1', signal });
 * const { told } = await screening.prompt('a dog in a suit').report;
 * console.log(told.decision, screening.cost());
 * ```
 */
export function createScreening(engine: PromptScreen & ImageScreen, options: ScreeningOptions): Screening;
export function createScreening(engine: PromptScreen, options: ScreeningOptions): PromptScreener;
export function createScreening(engine: ImageScreen, options: ScreeningOptions): ImageScreener;
export function createScreening(
  engine: PromptScreen | ImageScreen,
  options: ScreeningOptions,
): Booked & Partial<Screening> {
  const { evidence = new RequestEvidence() } = options;
  const asking = askingFor(engine, { ...options, evidence });
  return {
    ...bookedIn(asking.account),
    ...('rules' in engine && { prompt: promptScreener(engine, asking) }),
    ...('moderators' in engine && imageScreener(engine, asking, evidence)),
  };
}

function imageScreener(
  engine: ImageScreen,
  { id, signal, ran }: Asking,
  evidence: RequestEvidence,
): Pick<ImageScreener, 'image' | 'judge'> {
  const { moderate } = engine.policy.deadlines;
  return {
    judge: (image, { index = 0, ms = moderate, role = 'output', frames = framesOf(role, 'every') } = {}) =>
      judgeImage(image, engine, { index, ms, role, frames, evidence, signal, turn: id, ran }),
    async image(
      image,
      verdict,
      { index = 0, ms = moderate, role = 'output', frames = framesOf(role, 'sample') } = {},
    ) {
      const start = performance.now();
      const judgement = await judgeImage(image, engine, {
        ...{ index, ms, role, frames, evidence, signal },
        ...{ turn: id, ran },
      });
      const remaining = Math.max(1, ms - (performance.now() - start));
      return coverImage(judgement, verdict, engine, { index, ms: remaining, signal, ran });
    },
  };
}

/** A picture that is given to a model must be still; of any other, the frames that its use allows. */
function framesOf(role: 'input' | 'output', output: FramesKept): FramesKept {
  return role === 'input' ? 'one' : output;
}
