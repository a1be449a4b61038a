import { warningOf } from '../phrases/warning-of.ts';
import type { Policy } from '../policy/schema.ts';
import type { CallOptions } from '../ports/call.ts';
import { Account } from '../screen/ledger/account.ts';
import { createScreening } from '../screen/screening.ts';
import { childSignal } from '../time/child-signal.ts';
import { type Clock, startClock } from '../time/clock.ts';
import { type CheckOutcome, type PromptVerdict, refuses } from '../vocabulary/verdict.ts';
import type { Warning } from '../vocabulary/warning.ts';
import type { Engine } from './engine.ts';
import { GenerationError } from './errors.ts';
import type { GenerationEvent, GenerationResult } from './events.ts';
import { Gallery } from './gallery.ts';
import { generateAttempt } from './generate-attempt.ts';
import { planGeneration } from './plan.ts';
import type { GenerationRequest } from './request.ts';
import { requestWarnings, screenedRequest } from './screened-request.ts';
import { streamEvents } from './stream-events.ts';

export interface GenerationOptions extends CallOptions {
  /** Names the request in answers and observations. */
  readonly id: string;
  /** The account of the request that this is a part of; a new one when left out. */
  readonly account?: Account;
  /**
   * What must be done before the model is asked for the first time, such as judging pictures that it starts from. It is
   * done once the prompt may go to the model; what it throws ends the generation.
   */
  readonly prepare?: (signal: AbortSignal) => Promise<void>;
}

/**
 * A moderated generation from request to result: screen the prompt, generate with the merged negative prompt,
 * screen every picture, and make the failing ones anew while the policy allows.
 *
 * Yields events as things happen and returns the result; a refusal is a result. Stopping early, or aborting
 * `signal`, aborts every call that is under way.
 * @throws GenerationError when the request is invalid, or the generator failed or ran out of time.
 */
export function moderateGeneration(
  request: GenerationRequest,
  engine: Engine,
  options: GenerationOptions,
): AsyncGenerator<GenerationEvent, GenerationResult> {
  return streamEvents<GenerationEvent, GenerationResult>(options.signal, async (emit, signal) => {
    try {
      return await run(request, engine, { ...options, signal }, emit);
    } catch (error) {
      if (signal.aborted)
        throw new GenerationError('cancelled', 'The request was cancelled.', { cause: error });
      throw error;
    }
  });
}

async function run(
  request: GenerationRequest,
  engine: Engine,
  { id, signal, account = new Account(engine.prices), prepare }: GenerationOptions,
  emit: (event: GenerationEvent) => void,
): Promise<GenerationResult> {
  const { policy, generator } = engine;
  const plan = planGeneration(request, generator.limits);
  const clock = startClock(policy.deadlines);
  const screening = createScreening(engine, { id, signal, account });

  const { otherPrompts: others, names } = plan;
  const texts = { prompt: plan.prompt, others, names };
  const { released, report } = screening.prompt(texts, { ms: clock.left('classify') });
  const screened = report.then(({ verdict, told, timings }) => {
    clock.add(timings);
    emit({ type: 'prompt.screened', id, prompt: told });
    return { verdict, told };
  });
  // A caller who cancels ends the flow before this is awaited.
  screened.catch(() => {});
  const refusal = async (): Promise<GenerationResult> => {
    const { verdict, told } = await screened;
    const status = verdict.unchecked ? 'unchecked' : 'rejected';
    const { checks, warnings } = told;
    return { status, id, prompt: told, checks, warnings, timings: clock.timings(), cost: screening.cost() };
  };

  const prompt = await released;
  if (prompt === undefined) return refusal();

  const gallery = new Gallery();
  const checks: CheckOutcome[] = [];
  const warnings: Warning[] = requestWarnings(plan, engine);
  const stop = childSignal(signal);
  const prepared = clock.time('moderate', async () => prepare?.(stop.signal));

  const begin = (attempt: number, wanted: readonly number[]) => {
    const ask = screenedRequest(prompt, plan, engine, attempt, wanted);
    emit({ type: 'generation.started', attempt, seeds: ask.seeds });
    const generate = () =>
      generateAttempt(engine, ask, {
        id,
        account,
        ms: clock.left('generate'),
        signal: stop.signal,
        onProgress: (fraction) => emit({ type: 'generation.progress', attempt, fraction }),
      });
    const pictures = prepared.then(() => clock.time('generate', generate));
    return { attempt, wanted, seeds: ask.seeds, pictures };
  };
  const release = (index: number) => {
    const picture = gallery.at(index);
    if (picture) {
      emit({ type: 'image.screened', index, attempt: picture.attempt, image: picture.screening.image });
    }
  };
  const finish = async ({ attempt, wanted, seeds, pictures }: ReturnType<typeof begin>) => {
    const made = await pictures;
    const screenAt = async (index: number, position: number) => {
      const [image, seed] = [made[position], seeds[position]];
      if (image === undefined || seed === undefined) return;
      const picture = await screening.image(image, verdict, { index, ms: clock.left('moderate') });
      checks.push(...picture.judgement.checks.map((check) => ({ ...check, attempt })));
      gallery.offer(index, { screening: picture, attempt, seed });
      if (!gallery.isWorthRegenerating(index, policy.regenerate.from)) release(index);
    };
    await clock.time('moderate', () => Promise.all(wanted.map(screenAt)));
    return wanted.filter((index) => gallery.isWorthRegenerating(index, policy.regenerate.from));
  };

  const first = begin(1, [...Array(plan.n).keys()]);
  // Where classifiers run beside generation, their verdict stops it here. Nobody awaits the pictures then.
  first.pictures.catch(() => {});
  const { verdict, told } = await screened;
  if (refuses(verdict)) {
    stop.abort(new DOMException('The prompt was refused.', 'AbortError'));
    return refusal();
  }

  let failing = await finish(first);
  let attempts = 1;
  while (failing.length > 0 && mayRegenerate(policy, verdict, attempts, clock)) {
    emit({ type: 'generation.regenerating', attempt: attempts + 1, images: failing });
    try {
      failing = await finish(begin(attempts + 1, failing));
      attempts += 1;
    } catch (error) {
      // What the earlier attempts made is paid for: show it rather than lose it.
      if (signal.aborted) throw error;
      warnings.push(warningOf('regenerate_stopped'));
      break;
    }
  }
  failing.forEach(release);

  return {
    status: 'completed',
    id,
    decision: gallery.decision(),
    prompt: told,
    images: gallery.images(),
    attempts,
    seeds: gallery.seeds(),
    generator: { name: generator.name, kind: generator.kind },
    checks: [...told.checks, ...checks],
    warnings: [...told.warnings, ...warnings, ...gallery.warnings()],
    timings: clock.timings(),
    cost: screening.cost(),
  };
}

/** Another attempt must be allowed, promise something, and fit into the time that is left. */
function mayRegenerate(policy: Policy, verdict: PromptVerdict, attempts: number, clock: Clock): boolean {
  // A warned prompt asks for what its pictures show; making them again would only pay for more of it.
  if (verdict.decision !== 'allow' || attempts >= policy.regenerate.attempts) return false;
  const { generate, moderate, total } = clock.timings();
  const expected = (generate + moderate) / attempts;
  const { within = Number.POSITIVE_INFINITY } = policy.regenerate;
  return clock.left('generate') > expected && total + expected < within;
}
