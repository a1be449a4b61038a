import type { EncodedImage } from '../image/formats.ts';
import { openShown, type UnscreenedImage } from '../image/sealed.ts';
import { type ImageDecision, severer } from '../policy/decide.ts';
import type { Finding } from '../policy/findings.ts';
import { withDeadline } from './deadline.ts';
import type { Engine } from './engine.ts';
import type { PromptVerdict, Warning } from './events.ts';
import { type ImageJudgement, type JudgeOptions, judgeImage } from './judge-image.ts';

/** Nominal: the class is not exported, so nothing but screening can make one. */
class Screened<Decision extends ImageDecision, Shown, Original> {
  readonly #screened = true;
  readonly decision: Decision;
  /** What a person may see. */
  readonly shown: Shown;
  /** The uncovered picture, only where the policy allows revealing. */
  readonly original: Original;
  readonly findings: readonly Finding[];
  readonly warnings: readonly Warning[];

  constructor(decision: Decision, shown: Shown, original: Original, told: Told) {
    this.decision = decision;
    this.shown = shown;
    this.original = original;
    this.findings = told.findings;
    this.warnings = told.warnings;
  }

  get screened(): boolean {
    return this.#screened;
  }
}

type Told = { readonly findings: readonly Finding[]; readonly warnings: readonly Warning[] };

/** A picture that was judged, with only the pixels that may be shown. Only {@link screenImage} makes it. */
export type ScreenedImage =
  | Screened<'clear', EncodedImage, null>
  | Screened<'blur', EncodedImage, EncodedImage | null>
  | Screened<'withhold', null, null>;

/** A screened picture with what the flow needs to know about how it came to be. */
export interface ImageScreening {
  readonly image: ScreenedImage;
  readonly judgement: ImageJudgement;
}

/**
 * The one way from an unscreened picture to one that may be shown: judge it, then keep the pixels the decision allows.
 * It needs the prompt's verdict, so no picture can leave before the prompt was judged.
 */
export async function screenImage(
  image: UnscreenedImage,
  verdict: PromptVerdict,
  engine: Engine,
  options: JudgeOptions,
): Promise<ImageScreening> {
  const start = performance.now();
  const judgement = await judgeImage(image, engine, options);
  const { normalised, findings } = judgement;
  const warned = verdict.decision === 'warn' && engine.policy.warnedPrompt === 'blur';
  const decision = warned ? severer(judgement.decision, 'blur') : judgement.decision;
  const warnings =
    warned && judgement.decision === 'clear'
      ? [...judgement.warnings, promptWarned(options.index)]
      : judgement.warnings;

  const withhold = (why: readonly Warning[]) =>
    ({ image: new Screened('withhold', null, null, { findings, warnings: why }), judgement }) as const;
  if (decision === 'withhold' || normalised === undefined) return withhold(warnings);

  const uncovered = openShown(normalised);
  if (decision === 'clear')
    return { image: new Screened('clear', uncovered, null, { findings, warnings }), judgement };
  try {
    const remaining = Math.max(1, options.ms - (performance.now() - start));
    const blurred = await withDeadline(
      (signal) => engine.codec.blur(normalised, { signal }),
      remaining,
      options.signal,
    );
    const original = engine.policy.reveal ? uncovered : null;
    return { image: new Screened('blur', blurred, original, { findings, warnings }), judgement };
  } catch (error) {
    if (options.signal.aborted) throw error;
    return withhold([...warnings, notBlurred(options.index)]);
  }
}

function promptWarned(image: number): Warning {
  return { code: 'prompt_warned', image, message: 'The picture is blurred because of its prompt.' };
}

function notBlurred(image: number): Warning {
  return {
    code: 'check_failed',
    check: 'pixels',
    image,
    message: 'The picture could not be blurred, so it is withheld.',
  };
}
