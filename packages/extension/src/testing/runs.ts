import { DEFAULT_LIMITS } from '../screen/client/defaults.ts';
import type { Completed, GeneratedImage, GenerationInput, Warning } from '../screen/client/events.ts';
import type { PolicyFacts } from '../screen/client/policy.ts';
import { type Run, type Slot, startRun } from '../screen/state/run.ts';

// Fixtures. A test passes only the fields that it is about.

export const INPUT: GenerationInput = { prompt: 'a dog in a suit', n: 1, width: 512, height: 768, seed: 7 };

export function policyOf(changes: Partial<PolicyFacts> = {}): PolicyFacts {
  return {
    name: 'standard',
    reveal: true,
    generator: { name: 'sd-v2-1-base', kind: 'model' },
    limits: DEFAULT_LIMITS,
    uncovered: { prompt: [], image: [] },
    ...changes,
  };
}

export function warningOf(code: string, changes: Partial<Warning> = {}): Warning {
  return { code, message: `message of ${code}`, ...changes };
}

export function imageOf(
  decision: GeneratedImage['decision'],
  changes: Partial<GeneratedImage> = {},
): GeneratedImage {
  const pixels = new Blob([decision], { type: 'image/png' });
  const original = new Blob(['original'], { type: 'image/jpeg' });
  return {
    decision,
    shown: decision === 'withhold' ? null : pixels,
    original: decision === 'blur' ? original : null,
    findings: [],
    warnings: [],
    ...changes,
  };
}

/** A slot with a screened image. */
export function slotOf(decision: GeneratedImage['decision'], changes: Partial<GeneratedImage> = {}): Slot {
  return { status: 'screened', image: imageOf(decision, changes) };
}

export function completedOf(changes: Partial<Completed> = {}): Completed {
  return {
    id: 'gen_1',
    decisions: ['clear'],
    warnings: [],
    checks: [],
    attempts: 1,
    seeds: [7],
    generator: undefined,
    timings: {},
    cost: undefined,
    ...changes,
  };
}

/** A run that has just started. */
export function runOf(changes: Partial<Run> = {}): Run {
  return { ...startRun(1, INPUT), ...changes };
}

/** A run that has ended with these images. */
export function doneRun(slots: readonly Slot[], changes: Partial<Run> = {}): Run {
  const seeds = slots.map((_, index) => 7 + index);
  return runOf({ phase: 'done', slots, completed: completedOf({ seeds }), ...changes });
}
