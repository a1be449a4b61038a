import { generationWarningOf } from '../phrases/warning-of.ts';
import type { ScreenedPrompt } from '../sealed/screened-prompt.ts';
import { type PromptVerdict, refuses } from '../vocabulary/verdict.ts';
import { type Attempt, beginAttempt, emitImage, screenAttempt } from './attempt.ts';
import type { Engine } from './engine.ts';
import { GenerationError } from './errors.ts';
import type { GenerationEvent, GenerationResult } from './events.ts';
import type { GenerationOptions, GenerationRequest } from './request.ts';
import { completedResult, type Run, refusedResult, type ScreenedTexts, startRun } from './run.ts';
import { screenInputImage } from './screened-request.ts';
import { streamEvents } from './stream-events.ts';

/**
 * A moderated generation from request to result: screen the prompt, generate with the merged negative prompt, screen
 * every image, and generate the failing ones again while the policy allows.
 *
 * Yields events as things happen and returns the result; a refusal is a result. Stopping early, or aborting `signal`,
 * aborts every running call.
 * @throws GenerationError when the request is invalid, or the generator failed or ran out of time.
 * @example
 * ```ts
 * const signal = AbortSignal.timeout(60_000);
 * const flow = moderateGeneration({ prompt: 'a dog in a suit', n: 2 }, engine, { id: 'gen_1', signal });
 * for await (const event of flow) {
 *   if (event.type === 'image.screened') show(event.index, event.image);
 * }
 * ```
 */
export function moderateGeneration(
  request: GenerationRequest,
  engine: Engine,
  options: GenerationOptions,
): AsyncGenerator<GenerationEvent, GenerationResult> {
  return streamEvents<GenerationEvent, GenerationResult>(options.signal, async (emit, signal) => {
    try {
      const run = startRun(request, engine, { ...options, signal }, emit);
      return await moderated(run, options.prepare);
    } catch (error) {
      if (signal.aborted)
        throw new GenerationError('cancelled', 'The request was cancelled.', { cause: error });
      throw error;
    }
  });
}

async function moderated(run: Run, prepare: GenerationOptions['prepare']): Promise<GenerationResult> {
  const { released, screened } = screenPrompt(run);
  const prompt = await released;
  if (prompt === undefined) return refusedResult(run, await screened);

  run.prepared = run.clock.time('moderate', async () => {
    await prepare?.(run.stop.signal);
    return screenInputImage(run.plan.input, run.screening, run.clock.left('moderate'));
  });
  const first = beginFirst(run, prompt);
  const texts = await screened;
  if (refuses(texts.verdict)) {
    run.stop.abort(new DOMException('The prompt was refused.', 'AbortError'));
    return refusedResult(run, texts);
  }

  const failing = await screenAttempt(run, first, texts.verdict);
  const attempts = await regenerate(run, prompt, texts.verdict, failing);
  return completedResult(run, texts, attempts);
}

/** Runs the rules and classifiers. `released` is the prompt as soon as it may go to the model. */
function screenPrompt({ id, plan, screening, clock, emit }: Run): {
  readonly released: Promise<ScreenedPrompt | undefined>;
  readonly screened: Promise<ScreenedTexts>;
} {
  const { prompt, otherPrompts: others, names } = plan;
  const { released, report } = screening.prompt({ prompt, others, names }, { ms: clock.left('classify') });
  const screened = report.then(({ verdict, told, timings }) => {
    clock.add(timings);
    emit({ type: 'prompt.screened', id, prompt: told });
    return { verdict, told };
  });
  // A caller who cancels ends the flow before this is awaited.
  screened.catch(() => {});
  return { released, screened };
}

/** Requests every image. If classifiers run beside the generation, their verdict may end this before it is awaited. */
function beginFirst(run: Run, prompt: ScreenedPrompt): Attempt {
  const attempt = beginAttempt(run, prompt, 1, [...Array(run.plan.n).keys()]);
  attempt.images.catch(() => {});
  return attempt;
}

/**
 * Generates the failing images again while the policy allows, and then emits those that still fail.
 * @returns The number of attempts.
 */
async function regenerate(
  run: Run,
  prompt: ScreenedPrompt,
  verdict: PromptVerdict,
  failedFirst: readonly number[],
): Promise<number> {
  let failing = failedFirst;
  let attempts = 1;
  while (failing.length > 0 && mayRegenerate(run, verdict, attempts)) {
    const next = attempts + 1;
    run.emit({ type: 'generation.regenerating', attempt: next, images: failing });
    try {
      failing = await screenAttempt(run, beginAttempt(run, prompt, next, failing), verdict);
      attempts = next;
    } catch (error) {
      // The images of earlier attempts are paid for, so they are shown.
      if (run.stop.signal.aborted) throw error;
      run.warnings.push(generationWarningOf('regenerate_stopped'));
      break;
    }
  }
  for (const index of failing) emitImage(run, index);
  return attempts;
}

/** Whether another attempt is allowed, can improve an image, and fits into the remaining time. */
function mayRegenerate({ engine, clock }: Run, verdict: PromptVerdict, attempts: number): boolean {
  const { attempts: most, within = Number.POSITIVE_INFINITY } = engine.policy.regenerate;
  // A warned prompt asks for such images; another attempt would only pay for more of them.
  if (verdict.decision !== 'allow' || attempts >= most) return false;
  const { generate, moderate, total } = clock.timings();
  const expected = (generate + moderate) / attempts;
  return clock.left('generate') > expected && total + expected < within;
}
