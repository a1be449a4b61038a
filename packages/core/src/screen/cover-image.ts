import type { EncodedImage } from '../image/formats.ts';
import { generationWarningOf, warningOf } from '../phrases/warning-of.ts';
import { type NormalisedImage, openShown } from '../sealed/picture.ts';
import { type ScreenedImage, sealImage } from '../sealed/screened-image.ts';
import { withDeadline } from '../time/deadline.ts';
import { severer } from '../vocabulary/decision.ts';
import type { PromptVerdict } from '../vocabulary/verdict.ts';
import type { Warning } from '../vocabulary/warning.ts';
import type { ImageJudgement, JudgeOptions } from './judge-image.ts';
import { outcomeOf } from './outcomes.ts';
import { failureOf, type Watching } from './run-check.ts';
import type { ImageScreen } from './screen.ts';

/** A screened picture with the facts that the flow needs. */
export interface ImageScreening {
  readonly image: ScreenedImage;
  readonly judgement: ImageJudgement;
}

/** Keeps only the pixels of a judged picture that may be shown: all, blurred, or none. */
export async function coverImage(
  judgement: ImageJudgement,
  verdict: PromptVerdict,
  engine: Pick<ImageScreen, 'policy' | 'codec'>,
  { index, ms, signal, ran }: JudgeOptions & Watching & { readonly signal: AbortSignal },
): Promise<ImageScreening> {
  const { normalised, findings } = judgement;
  const sampled = sampledWarning(normalised, index);
  const warned = verdict.decision === 'warn' && engine.policy.warnedPrompt === 'blur';
  const decision = warned ? severer(judgement.decision, 'blur') : judgement.decision;
  const warnings =
    warned && judgement.decision === 'clear'
      ? [...judgement.warnings, warningOf('prompt_warned', { image: index })]
      : judgement.warnings;
  const told = { findings, warnings };

  if (decision === 'withhold' || normalised === undefined)
    return { image: sealImage.withheld(told), judgement };
  const uncovered = openShown(normalised);
  // Of a blurred picture a person may reveal the original, which has the same frames.
  const shown = { findings, warnings: [...warnings, ...sampled] };
  if (decision === 'clear') return { image: sealImage.clear(uncovered, shown), judgement };

  const start = performance.now();
  let blurred: EncodedImage;
  try {
    blurred = await withDeadline((until) => engine.codec.blur(normalised, { signal: until }), ms, signal);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    const failed = { check: 'pixels', ms: performance.now() - start, failure: failureOf(error), error };
    const image = sealImage.withheld({ findings, warnings: [...warnings, notBlurred(index)] });
    const checks = [...judgement.checks, outcomeOf(failed, [], { on: 'image', image: index })];
    ran(failed);
    return { image, judgement: { ...judgement, checks } };
  }
  const original = engine.policy.reveal ? uncovered : null;
  return { image: sealImage.blurred(blurred, original, original ? shown : told), judgement };
}

/** The warning of an animation of which some frames are left out. */
function sampledWarning(normalised: NormalisedImage | undefined, image: number): Warning[] {
  const { of = 0, kept = 0 } = normalised?.frames ?? {};
  return kept < of ? [generationWarningOf('animation_sampled', { image, frames: { kept, of } })] : [];
}

function notBlurred(image: number): Warning {
  return {
    code: 'check_failed',
    check: 'pixels',
    image,
    message: 'The picture could not be blurred, so it is withheld.',
  };
}
