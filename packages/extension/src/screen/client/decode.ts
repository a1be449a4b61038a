import {
  type AnyProblem,
  readWire,
  readWireEvent,
  type WireCheck,
  type WireData,
  WireError,
  type WireFinding,
  type WireWarning,
} from '@shoji/core/wire';
import type * as z from 'zod/mini';
import { ClientError, type FailureKind } from './errors.ts';
import type {
  CheckOutcome,
  Finding,
  GeneratedImage,
  GenerationEvent,
  PromptVerdict,
  Warning,
} from './events.ts';

/** Parses JSON and holds it against a schema of the wire. @throws ClientError `invalid-answer`. */
export function read<Schema extends z.ZodMiniType>(schema: Schema, json: string): z.output<Schema> {
  return orInvalid(() => readWire(schema, json));
}

/**
 * The event a server-sent message means, or `undefined` for a name this client does not know.
 * @throws ClientError `invalid-answer` for a payload that is not what its name says, or the failure an `error` reports.
 */
export function decodeMessage(name: string, json: string): GenerationEvent | undefined {
  const event = orInvalid(() => readWireEvent(name, json));
  switch (event?.type) {
    case 'prompt.screened': {
      const { prompt, warnings } = event.data;
      return { type: event.type, prompt: verdict(prompt), warnings: warnings.map(warning) };
    }
    case 'generation.started':
      return { type: event.type, attempt: event.data.attempt };
    case 'generation.progress':
      return { type: event.type, fraction: event.data.fraction };
    case 'image.screened':
      return { type: event.type, index: event.data.index, image: imageOf(event.data) };
    case 'generation.regenerating':
      return { type: event.type, ...event.data };
    case 'generation.completed': {
      const answer = event.data;
      return {
        type: event.type,
        completed: {
          id: answer.id,
          decisions: answer.images.map(({ decision }) => decision),
          warnings: answer.warnings.map(warning),
          checks: answer.checks.map(outcome),
          attempts: answer.attempts,
          seeds: answer.seeds,
          generator: answer.generator ?? undefined,
          timings: answer.timings_ms,
          cost: answer.cost_usd?.estimate,
        },
      };
    }
    case 'error':
      return decodeProblem(event.data);
    default:
      return undefined;
  }
}

/**
 * A refusal as the event it is; every other problem as the failure it is.
 * @param status The response's status, for a problem that names none.
 * @throws ClientError
 */
export function decodeProblem(
  problem: AnyProblem,
  status = problem.status ?? 500,
  retryAfter?: number,
): GenerationEvent {
  if (problem.code === 'prompt_rejected') {
    return {
      type: 'prompt.rejected',
      prompt: verdict(problem.prompt ?? { decision: 'reject', findings: [] }),
      warnings: (problem.warnings ?? []).map(warning),
    };
  }
  throw new ClientError(kindOf(problem.code ?? '', status), {
    detail: problem.detail ?? problem.title ?? undefined,
    retryAfter,
  });
}

const KIND_BY_CODE: ReadonlyMap<string, FailureKind> = new Map([
  ['check_failed', 'check-failed'],
  ['generator_busy', 'busy'],
  ['shutting_down', 'busy'],
  ['deadline_exceeded', 'timeout'],
  ['generator_failed', 'generator-failed'],
  ['answer_unusable', 'generator-failed'],
  ['generator_rejected', 'invalid-request'],
  ['answer_too_large', 'answer-too-large'],
  ['not_permitted', 'not-permitted'],
]);
const KIND_BY_STATUS: ReadonlyMap<number, FailureKind> = new Map([
  [401, 'unauthorised'],
  [403, 'not-permitted'],
  [408, 'timeout'],
  [413, 'too-large'],
  [429, 'too-many'],
  [502, 'generator-failed'],
  [503, 'busy'],
  [504, 'timeout'],
]);

/** The code says more than the status; a gateway on the way has only the status. */
function kindOf(code: string, status: number): FailureKind {
  const otherwise = status < 500 ? 'invalid-request' : 'proxy-failed';
  return KIND_BY_CODE.get(code) ?? KIND_BY_STATUS.get(status) ?? otherwise;
}

function verdict({
  decision,
  findings,
}: {
  decision: PromptVerdict['decision'];
  findings: readonly WireFinding[];
}) {
  return { decision, findings: findings.map(finding) };
}

export function finding({ check, category, label, score, span }: WireFinding): Finding {
  return { check, category, label, score, span };
}

export function warning({ code, message, category, check, span, image }: WireWarning): Warning {
  return { code, message, category, check, span, image };
}

function outcome({ check, on, status, ms }: WireCheck): CheckOutcome {
  return { check, on, status, ms };
}

function imageOf({ image, warnings }: WireData<'image.screened'>): GeneratedImage {
  const { decision, media_type, b64, original } = image;
  const reasons = { findings: image.findings.map(finding), warnings: warnings.map(warning) };
  // Pixels that a withheld or clear picture should not have beside it are dropped, whatever the server sent.
  if (decision === 'withhold') return { decision, shown: null, original: null, ...reasons };
  if (!media_type || !b64) throw new ClientError('invalid-answer');
  return {
    decision,
    shown: blob(b64, media_type),
    original: decision === 'blur' && original ? blob(original.b64, original.media_type) : null,
    ...reasons,
  };
}

function blob(b64: string, type: string): Blob {
  const binary = atob(b64);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
  return new Blob([bytes], { type });
}

function orInvalid<Value>(reading: () => Value): Value {
  try {
    return reading();
  } catch (cause) {
    if (cause instanceof WireError) throw new ClientError('invalid-answer', { cause });
    throw cause;
  }
}
