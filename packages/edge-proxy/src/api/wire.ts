import { Buffer } from 'node:buffer';
import {
  type GenerationEvent,
  type GenerationRequest,
  type GenerationResult,
  type PromptVerdict,
  type ScreenedImage,
  UnscreenedImage,
} from '@shoji/core';
import type { Cost } from '@shoji/core/screen';
import type { Timings } from '@shoji/core/time';
import type { CheckOutcome } from '@shoji/core/vocabulary';
import type { GenerationAnswer, GenerationBody } from '@shoji/core/wire';
import { base64Of } from '../wire/base64.ts';
import { problem } from '../wire/problem.ts';

/** The warning for an input that a check could not read, with a remedy. */
export const UNREADABLE =
  'A check cannot read it: it is too long, or can be read in too many ways. Shorten it, or use fewer choices and variables.';

type Completed = Extract<GenerationResult, { status: 'completed' }>;
type Refused = Exclude<GenerationResult, Completed>;

/** A request for the flow. */
export function requestOf(body: GenerationBody): GenerationRequest {
  const { negative_prompt, guidance_scale, model, sampler, scheduler, loras, image, ...rest } = body;
  const chosen = { model, sampler, scheduler, loras };
  const input = image && {
    image: pictureOf(image.b64),
    strength: image.strength,
  };
  return { ...rest, negativePrompt: negative_prompt, guidanceScale: guidance_scale, chosen, input };
}

/** The picture in a base64 string of a request. */
export function pictureOf(b64: string): UnscreenedImage {
  return new UnscreenedImage(new Uint8Array(Buffer.from(b64, 'base64')));
}

/** A finished generation as the JSON answer. */
export function answerOf(result: Completed): GenerationAnswer {
  return { ...factsOf(result), images: result.images.map(imageOf) };
}

/** A refusal as problem details. */
export function refusalOf(result: Pick<Refused, 'id' | 'status' | 'prompt'>) {
  const { unreadable } = result.prompt;
  const code = unreadable
    ? 'invalid_request'
    : result.status === 'rejected'
      ? 'prompt_rejected'
      : 'check_failed';
  const { findings: _, ...told } = toldOf(result.prompt);
  const detail = unreadable && { detail: `prompt: ${UNREADABLE}` };
  return problem(code, { ...detail, id: result.id, prompt: promptOf(result.prompt), ...told });
}

/** The name and data of a server-sent event. */
export function eventOf(event: GenerationEvent): { event: string; data: string } {
  return { event: event.type, data: JSON.stringify(dataOf(event)) };
}

/** The closing event: the whole answer, without repeating the pictures that earlier events carried. */
export function completedEventOf(result: Completed): { event: string; data: string } {
  const images = result.images.map((image) => ({ ...imageOf(image), b64: null, original: null }));
  return { event: 'generation.completed', data: JSON.stringify({ ...factsOf(result), images }) };
}

/** `Server-Timing` of a generation: milliseconds per stage. */
export function serverTiming(timings: Timings): string {
  return Object.entries(timings)
    .map(([stage, ms]) => `${stage};dur=${round(ms)}`)
    .join(', ');
}

/** A cost rounded to a millionth of a dollar, which removes the floating-point error of its sums. */
export function costOf({ estimate, items }: Cost) {
  const usd = (value: number) => Math.round(value * 1e6) / 1e6;
  return { estimate: usd(estimate), items: items.map((item) => ({ ...item, usd: usd(item.usd) })) };
}

/** The reports of checks, with the wire's plain arrays. */
export function toldOf(told: Pick<PromptVerdict, 'findings' | 'checks' | 'warnings'>) {
  return {
    findings: told.findings.map(withSpan),
    checks: checksOf(told.checks),
    warnings: told.warnings.map(withSpan),
  };
}

function checksOf(checks: readonly CheckOutcome[]): CheckOutcome[] {
  return checks.map((check) => ({ ...check, ms: round(check.ms) }));
}

function dataOf(event: GenerationEvent): unknown {
  switch (event.type) {
    case 'prompt.screened': {
      const { findings: _, ...told } = toldOf(event.prompt);
      return { id: event.id, prompt: promptOf(event.prompt), ...told };
    }
    case 'image.screened': {
      const { index, attempt, image } = event;
      return { index, attempt, image: imageOf(image), warnings: image.warnings };
    }
    default: {
      const { type: _, ...data } = event;
      return data;
    }
  }
}

function factsOf(result: Completed): Omit<GenerationAnswer, 'images'> {
  const { id, decision, prompt, warnings, checks, attempts, seeds, generator, timings, cost } = result;
  return {
    id,
    decision,
    prompt: promptOf(prompt),
    warnings: warnings.map(withSpan),
    checks: checksOf(checks),
    attempts,
    seeds: [...seeds],
    generator,
    timings_ms: {
      rules: round(timings.rules),
      classify: round(timings.classify),
      generate: round(timings.generate),
      moderate: round(timings.moderate),
      total: round(timings.total),
    },
    cost_usd: costOf(cost),
  };
}

function promptOf({ decision, findings }: PromptVerdict): GenerationAnswer['prompt'] {
  return { decision, findings: findings.map(withSpan) };
}

/** Only a screened image can become an answer: the type excludes all others. */
export function imageOf(image: ScreenedImage): GenerationAnswer['images'][number] {
  return {
    decision: image.decision,
    media_type: image.shown?.mediaType ?? null,
    b64: image.shown && base64Of(image.shown.bytes),
    original: image.original && { media_type: image.original.mediaType, b64: base64Of(image.original.bytes) },
    findings: image.findings.map(withSpan),
  };
}

/** Converts core's read-only tuples to the wire's plain arrays. */
function withSpan<Spanned extends { readonly span?: readonly [number, number] }>(value: Spanned) {
  const { span, ...rest } = value;
  return span ? { ...rest, span: [span[0], span[1]] as [number, number] } : rest;
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100;
}
