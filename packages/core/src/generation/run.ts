import type { GeneratorSettings, GivenImage } from '../ports/generator.ts';
import { RequestEvidence } from '../screen/joined/request-evidence.ts';
import { byEffect } from '../screen/judge-image.ts';
import { Account } from '../screen/ledger/account.ts';
import { createScreening, type Screening } from '../screen/screening.ts';
import { type ChildSignal, childSignal } from '../time/child-signal.ts';
import { type Clock, startClock } from '../time/clock.ts';
import type { CheckOutcome, PromptVerdict } from '../vocabulary/verdict.ts';
import type { Warning } from '../vocabulary/warning.ts';
import type { Engine } from './engine.ts';
import type { GenerationEvent, GenerationResult } from './events.ts';
import { Gallery } from './gallery.ts';
import { type GenerationPlan, planGeneration } from './plan.ts';
import type { GenerationOptions, GenerationRequest } from './request.ts';
import { requestWarnings } from './screened-request.ts';

/** A running generation: its plan, its clock and account, and its results so far. */
export interface Run {
  readonly id: string;
  readonly engine: Engine;
  readonly plan: GenerationPlan;
  readonly account: Account;
  readonly screening: Screening;
  readonly clock: Clock;
  /** Aborts the generator and the preparation when the prompt is refused after they started. */
  readonly stop: ChildSignal;
  /** The settings that the newest images were made with, if the generator reports them. */
  settings: GeneratorSettings | undefined;
  /** Settles when the generator may be called for the first time: the picture to start from, judged, if there is one. */
  prepared: Promise<GivenImage | undefined>;
  /** The best image so far at each position. */
  readonly gallery: Gallery;
  /** Outcomes of the checks on images, in the order in which they came. */
  readonly checks: CheckOutcome[];
  /** Warnings about the request and the run itself. */
  readonly warnings: Warning[];
  emit(event: GenerationEvent): void;
}

/**
 * Checks a request against the generator's limits and starts its clock.
 * @throws GenerationError `invalid_request`.
 */
export function startRun(
  request: GenerationRequest,
  engine: Engine,
  { id, signal, account = new Account(engine.prices), evidence = new RequestEvidence() }: GenerationOptions,
  emit: (event: GenerationEvent) => void,
): Run {
  const plan = planGeneration(request, engine.generator.limits);
  return {
    id,
    engine,
    plan,
    account,
    screening: createScreening(screenOf(engine), { id, signal, account, evidence }),
    clock: startClock(engine.policy.deadlines),
    stop: childSignal(signal),
    settings: undefined,
    prepared: Promise.resolve(undefined),
    gallery: new Gallery(),
    checks: [],
    warnings: requestWarnings(plan, engine),
    emit,
  };
}

/**
 * Checks of what counts only beside sexual content, such as apparent ages, say nothing about illustrations of the sample
 * generator: their faces are drawn, and they are composed of known parts.
 */
function screenOf(engine: Engine): Engine {
  return engine.generator.kind === 'sample' ? { ...engine, moderators: byEffect(engine).deciding } : engine;
}

/** The outcome of screening the prompt and every other text. */
export interface ScreenedTexts {
  readonly verdict: PromptVerdict;
  /** The verdict as far as the policy explains it to callers. */
  readonly told: PromptVerdict;
}

/** The result of a run whose prompt was refused or could not be checked. */
export function refusedResult(
  { id, clock, screening }: Run,
  { verdict, told }: ScreenedTexts,
): GenerationResult {
  const { checks, warnings } = told;
  return {
    status: verdict.unchecked ? 'unchecked' : 'rejected',
    id,
    prompt: told,
    checks,
    warnings,
    timings: clock.timings(),
    cost: screening.cost(),
  };
}

/** The result of a run that generated images. */
export function completedResult(run: Run, { told }: ScreenedTexts, attempts: number): GenerationResult {
  const { id, gallery, engine, checks, warnings, clock, screening, settings } = run;
  const { name, kind } = engine.generator;
  return {
    status: 'completed',
    id,
    decision: gallery.decision(),
    prompt: told,
    images: gallery.images(),
    attempts,
    seeds: gallery.seeds(),
    generator: { name, kind, ...(settings && { settings }) },
    checks: [...told.checks, ...checks],
    warnings: [...told.warnings, ...warnings, ...gallery.warnings()],
    timings: clock.timings(),
    cost: screening.cost(),
  };
}
