import { ClientError, type FailureKind } from './errors.ts';
import type { Finding, GeneratedImage, GenerationEvent, PromptVerdict, Warning } from './events.ts';
import * as schemas from './schemas.ts';
import { read } from './wire.ts';

/**
 * The event a server-sent message means, or `undefined` for a name this client does not know.
 * @throws ClientError `invalid-answer` for a payload that is not what its name says, or the failure an `error` reports.
 */
export function decodeMessage(name: string, data: string): GenerationEvent | undefined {
  switch (name) {
    case 'prompt.screened': {
      const { prompt, warnings } = read(schemas.promptScreened, data);
      return { type: name, prompt: verdict(prompt), warnings: warnings.map(warning) };
    }
    case 'generation.started':
      return { type: name, ...read(schemas.generationStarted, data) };
    case 'generation.progress':
      return { type: name, ...read(schemas.generationProgress, data) };
    case 'image.screened': {
      const message = read(schemas.imageScreened, data);
      return { type: name, index: message.index, image: imageOf(message) };
    }
    case 'generation.regenerating':
      return { type: name, ...read(schemas.generationRegenerating, data) };
    case 'generation.completed': {
      const answer = read(schemas.generationCompleted, data);
      return {
        type: name,
        completed: {
          id: answer.id,
          decisions: answer.images.map(({ decision }) => decision),
          warnings: answer.warnings.map(warning),
          checks: answer.checks,
          attempts: answer.attempts,
          seeds: answer.seeds,
          generator: answer.generator ?? undefined,
          timings: answer.timings_ms,
          cost: answer.cost_usd?.estimate,
        },
      };
    }
    case 'error':
      return decodeProblem(read(schemas.problem, data));
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
  problem: schemas.Problem,
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
  findings: schemas.WireFinding[];
}) {
  return { decision, findings: findings.map(finding) };
}

export function finding({ span, ...rest }: schemas.WireFinding): Finding {
  return { ...rest, span: span ?? undefined };
}

export function warning({ category, check, span, image, ...rest }: schemas.WireWarning): Warning {
  return {
    ...rest,
    category: category ?? undefined,
    check: check ?? undefined,
    span: span ?? undefined,
    image: image ?? undefined,
  };
}

function imageOf({ image, warnings }: schemas.WireImage): GeneratedImage {
  const { decision, media_type, b64, original } = image;
  const reasons = { findings: image.findings.map(finding), warnings: (warnings ?? []).map(warning) };
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
