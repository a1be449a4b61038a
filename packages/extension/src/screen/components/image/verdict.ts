import type { Warning } from '../../client/events.ts';
import type { PolicyFacts } from '../../client/policy.ts';
import { imageWarnings, isUnchecked, type Run, type Slot } from '../../state/run.ts';
import type { Messages } from '../../text/messages.ts';
import { sentencesOf, shortReasonsOf } from '../../text/reasons.ts';

/** How a picture was judged, in the words of the screen. */
export interface Verdict {
  readonly kind: 'clear' | 'blur' | 'withhold' | 'unchecked';
  /** The decision in a word or two. */
  readonly label: string;
  /** The reason in a few words; empty for a clear picture that is whole, and where the label says it. */
  readonly about: string;
  /** The reasons in whole sentences. */
  readonly reasons: readonly string[];
  /** Sentences that are no reasons, e.g. why a picture cannot be revealed. */
  readonly notes: readonly string[];
  /** The checks that found something, with their scores; empty for a clear picture. */
  readonly checks: string;
}

/** The verdict on the picture of a place; `undefined` before there is one. */
export function verdictOf(
  t: Messages,
  run: Run,
  slot: Slot,
  index: number,
  policy: Pick<PolicyFacts, 'reveal'> | undefined,
): Verdict | undefined {
  if (slot.status === 'lost') return unchecked(t, t.image.lost);
  if (slot.status !== 'screened') return undefined;
  const { image } = slot;
  const all = imageWarnings(run, image, index);
  const warnings = all.filter(({ frames }) => !frames);
  const sampled = all.filter(({ frames }) => frames);
  const told = { about: shortReasonsOf(t, warnings), reasons: sentencesOf(t, warnings) };
  if (image.decision === 'withhold') {
    if (isUnchecked(warnings)) return unchecked(t, t.image.uncheckedBody);
    const notes = warnings.some(({ code }) => code === 'no_image') ? [] : [t.image.withheldBody];
    return { kind: 'withhold', label: t.image.decisions.withhold, ...told, notes, checks: '' };
  }
  const blurred = image.decision === 'blur';
  const cannot = blurred && image.original === null;
  return {
    kind: image.decision,
    label: t.image.decisions[image.decision],
    ...told,
    ...(image.decision === 'clear' && { about: framesOf(t, sampled) }),
    notes: cannot ? [policy?.reveal ? t.image.notKept : t.image.notRevealable] : sentencesOf(t, sampled),
    checks: blurred ? image.findings.map(({ check, score }) => t.image.seenBy(check, score)).join(' · ') : '',
  };
}

/** A warning with frames is no reason of the decision: an animation is shown without some of its frames. */
function framesOf(t: Messages, warnings: readonly Warning[]): string {
  const frames = warnings[0]?.frames;
  return frames ? t.image.frames(frames.kept, frames.of) : '';
}

function unchecked(t: Messages, reason: string): Verdict {
  return { kind: 'unchecked', label: t.image.unchecked, about: '', reasons: [reason], notes: [], checks: '' };
}
