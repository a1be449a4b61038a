import {
  type AnyProblem,
  readWire,
  readWireEvent,
  type WireCheck,
  type WireData,
  WireError,
  type WireFinding,
} from '@shoji/core/wire';
import type * as z from 'zod/mini';
import { blobOf } from './base64.ts';
import { causeOfReply } from './causes.ts';
import { ClientError } from './errors.ts';
import type { CheckOutcome, Finding, GeneratedImage, GenerationEvent, PromptVerdict } from './events.ts';
import { reasonsIn, warningOf } from './warning.ts';

/** Parses a whole answer and validates it against a schema of the wire. @throws ClientError `stranger`. */
export function read<Schema extends z.ZodMiniType>(schema: Schema, json: string): z.output<Schema> {
  return orElse('stranger', () => readWire(schema, json));
}

/**
 * The event a server-sent message means, or `undefined` for a name this client does not know.
 * @throws ClientError `invalid-answer` for a payload that is not what its name says, or the failure an `error` reports.
 */
export function decodeMessage(name: string, json: string): GenerationEvent | undefined {
  // The stream began as one of Shoji's, so the sender is Shoji, of another version.
  const event = orElse('invalid-answer', () => readWireEvent(name, json));
  switch (event?.type) {
    case 'prompt.screened': {
      const { prompt, warnings } = event.data;
      return { type: event.type, prompt: verdict(prompt), warnings: warnings.map(warningOf) };
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
          warnings: answer.warnings.map(warningOf),
          checks: answer.checks.map(outcome),
          attempts: answer.attempts,
          seeds: answer.seeds,
          generator: answer.generator ?? undefined,
          timings: answer.timings_ms,
          cost: answer.cost_usd?.estimate,
        },
      };
    }
    case 'error': {
      const { code, status = 500, detail, title } = event.data;
      if (code === 'prompt_rejected') return refusalIn(event.data);
      // The stream is Shoji's, so its problem is too, and a key that was not accepted would have ended it before.
      const kind = causeOfReply({ status, code: code ?? '', keySent: true });
      throw new ClientError(kind, { status, detail: detail ?? title, ...reasonsIn(event.data) });
    }
    default:
      return undefined;
  }
}

/** The event that a refusal means. */
export function refusalIn({ prompt, warnings }: AnyProblem): GenerationEvent {
  return {
    type: 'prompt.rejected',
    prompt: verdict(prompt ?? { decision: 'reject', findings: [] }),
    warnings: (warnings ?? []).map(warningOf),
  };
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

function outcome({ check, on, status, ms }: WireCheck): CheckOutcome {
  return { check, on, status, ms };
}

function imageOf({ image, warnings }: WireData<'image.screened'>): GeneratedImage {
  const { decision, media_type, b64, original } = image;
  const reasons = { findings: image.findings.map(finding), warnings: warnings.map(warningOf) };
  // Pixels that do not belong to a withheld or clear picture are dropped, whatever the server sent.
  if (decision === 'withhold') return { decision, shown: null, original: null, ...reasons };
  if (!media_type || !b64) throw new ClientError('invalid-answer');
  return {
    decision,
    shown: blobOf(b64, media_type),
    original: decision === 'blur' && original ? blobOf(original.b64, original.media_type) : null,
    ...reasons,
  };
}

function orElse<Value>(kind: 'stranger' | 'invalid-answer', reading: () => Value): Value {
  try {
    return reading();
  } catch (cause) {
    if (cause instanceof WireError) throw new ClientError(kind, { cause });
    throw cause;
  }
}
