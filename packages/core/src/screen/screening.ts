import type { Usage } from '../policy/findings.ts';
import type { UnscreenedImage } from '../sealed/picture.ts';
import type { ScreenedPrompt } from '../sealed/screened-prompt.ts';
import type { PromptVerdict } from '../vocabulary/verdict.ts';
import { Account, type Cost } from './account.ts';
import { coverImage, type ImageScreening } from './cover-image.ts';
import type { Texts } from './every-text.ts';
import { explainVerdict } from './explain.ts';
import { type ImageJudgement, type JudgeOptions, judgeImage } from './judge-image.ts';
import { judgePrompt, type PromptJudgement } from './judge-prompt.ts';
import { observeRuns, type ScreeningObservation, tell } from './observe.ts';
import type { ImageScreen, PromptScreen } from './screen.ts';

export interface ScreeningOptions {
  /** Names the request in every observation, and where requests take turns. */
  readonly id: string;
  /** Ends everything that is under way. */
  readonly signal: AbortSignal;
  /** The account of the request that this is done for; a new one when left out. */
  readonly account?: Account;
}

/** The texts of one request, which have one verdict. */
export interface AskedTexts {
  readonly prompt?: string;
  /** Further texts that are read as the prompt is. */
  readonly others?: readonly string[];
  /** Short strings that only the rules read. */
  readonly names?: readonly string[];
}

/** Everything that screening a prompt found out. */
export interface PromptReport extends PromptJudgement {
  /** The verdict as far as the policy explains it to callers. */
  readonly told: PromptVerdict;
}

/** A prompt on its way through screening. */
export interface PromptScreening {
  /**
   * The prompt as soon as it may go to a model: after the whole verdict, or, where the policy classifies
   * beside generation, after the rules alone. Undefined when it may not.
   */
  readonly released: Promise<ScreenedPrompt | undefined>;
  /** What all checks together say. No picture may leave before this is known. */
  readonly report: Promise<PromptReport>;
}

interface Booked {
  /** Where everything is booked. */
  readonly account: Account;
  /** What the request used so far. */
  usage(): Usage[];
  cost(): Cost;
}

/** Screens the prompts of one request. */
export interface PromptScreener extends Booked {
  /**
   * Asks the rules on the spot and then, unless they already refuse, all classifiers in parallel.
   * @param options.ms Milliseconds for the classifiers in place of the policy's; `Infinity` where nobody waits.
   */
  prompt(texts: AskedTexts | string, options?: { readonly ms?: number }): PromptScreening;
}

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
  /** What a picture shows, where nobody is to see it. */
  judge(image: UnscreenedImage, options?: Partial<JudgeOptions>): Promise<ImageJudgement>;
}

/** Screens the prompts and pictures of one request. */
export interface Screening extends PromptScreener, ImageScreener {}

/**
 * The only way to a verdict. For every prompt and picture of one request it keeps the deadline, asks the checks, tells
 * the operator what callers are not told, books what was used, and explains the verdict as far as the policy allows.
 * With a part of an engine it is the part of a screening.
 */
export function createScreening(engine: PromptScreen & ImageScreen, options: ScreeningOptions): Screening;
export function createScreening(engine: PromptScreen, options: ScreeningOptions): PromptScreener;
export function createScreening(engine: ImageScreen, options: ScreeningOptions): ImageScreener;
export function createScreening(
  engine: PromptScreen | ImageScreen,
  { id, signal, account = new Account(engine.prices) }: ScreeningOptions,
): Booked & Partial<Screening> {
  const request = { id, signal, account };
  return {
    account,
    usage: () => account.usage(),
    cost: () => account.cost(),
    ...('rules' in engine && { prompt: promptScreener(engine, request) }),
    ...('moderators' in engine && imageScreener(engine, request)),
  };
}

type Request = Required<ScreeningOptions>;

function promptScreener(engine: PromptScreen, { id, signal, account }: Request): PromptScreener['prompt'] {
  const { deadlines, explain } = engine.policy;
  return (asked, { ms = deadlines.classify } = {}) => {
    const { prompt = '', others = [], names = [] } = typeof asked === 'string' ? { prompt: asked } : asked;
    const texts: Texts = { prompt, others, names };
    account.conceal([prompt, ...others]);
    const judging = judgePrompt(texts, engine, { ms, signal, turn: id });
    const report = judging.judgement.then((judgement) => {
      observeRuns(engine, { id, account }, judgement.runs);
      tell<ScreeningObservation>(engine, () => ({
        type: 'prompt-findings',
        id,
        findings: judgement.verdict.findings,
      }));
      return { ...judgement, told: explainVerdict(judgement.verdict, explain) };
    });
    const { released } = judging;
    // A caller may end before it awaits both; a rejection that nobody waits for must not end the process.
    for (const each of [report, released]) each.catch(() => {});
    return { released, report };
  };
}

function imageScreener(
  engine: ImageScreen,
  { id, signal, account }: Request,
): Pick<ImageScreener, 'image' | 'judge'> {
  const { moderate } = engine.policy.deadlines;
  const judge = async (
    image: UnscreenedImage,
    { index = 0, ms = moderate, opaque = false }: Partial<JudgeOptions> = {},
  ) => {
    const judgement = await judgeImage(image, engine, { index, ms, opaque, signal, turn: id });
    observeRuns(engine, { id, account }, judgement.runs);
    return judgement;
  };
  return {
    judge,
    async image(image, verdict, { index = 0, ms = moderate, opaque = false } = {}) {
      const start = performance.now();
      const judgement = await judge(image, { index, ms, opaque });
      const remaining = Math.max(1, ms - (performance.now() - start));
      const covered = await coverImage(judgement, verdict, engine, { index, ms: remaining, signal });
      if (covered.failed) observeRuns(engine, { id, account }, [covered.failed]);
      return covered.screening;
    },
  };
}
