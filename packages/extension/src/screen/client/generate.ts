import type { GenerationBody } from '@shoji/core/wire';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import type { Connection } from './connection.ts';
import { decodeMessage, refusalIn } from './decode.ts';
import { ClientError } from './errors.ts';
import type { GenerationEvent, GenerationInput } from './events.ts';
import { type Reply, request } from './request.ts';

/** Longest silence of the stream, in milliseconds. The proxy sends a heartbeat every few seconds. */
const IDLE_MS = 60_000;

/**
 * Requests a generation and yields its events as they arrive.
 * Ends after `generation.completed` or `prompt.rejected`; aborting `signal` closes the connection,
 * which stops the work on the other side, and throws the signal's reason.
 * A proxy that does not answer at once is reported by `connection.silent`, and `connection.answered` when it does.
 * @param options.idleMs Milliseconds without a byte after which the connection counts as dead.
 * @param options.patienceMs Milliseconds without an answer after which that is reported.
 * @throws ClientError when the generation could not be carried out.
 */
export async function* generate(
  connection: Connection,
  input: GenerationInput,
  {
    signal,
    idleMs = IDLE_MS,
    patienceMs,
  }: { signal: AbortSignal; idleMs?: number; patienceMs?: number | undefined },
): AsyncGenerator<GenerationEvent, void> {
  const idle = watchIdle(idleMs);
  try {
    const { promise: silent, resolve: onSilence } = Promise.withResolvers<void>();
    const replied = request(connection, '/v1/generations', {
      body: toWire(input),
      accept: 'text/event-stream',
      signal: AbortSignal.any([signal, idle.signal]),
      patienceMs,
      onSilence,
    });
    const waited = await Promise.race([replied.then(() => false), silent.then(() => true)]);
    if (waited) yield { type: 'connection.silent' };
    const reply = await replied;
    if (waited) yield { type: 'connection.answered' };
    yield* eventsOf(reply, idle.touch);
  } catch (cause) {
    signal.throwIfAborted();
    throw idle.signal.aborted ? new ClientError('silent', { cause }) : cause;
  } finally {
    idle.stop();
  }
}

async function* eventsOf(reply: Reply, onBytes: () => void): AsyncGenerator<GenerationEvent, void> {
  if (!reply.ok) {
    if (reply.problem?.code !== 'prompt_rejected') throw reply.error;
    yield refusalIn(reply.problem);
    return;
  }
  const { body, headers } = reply.response;
  if (!body || !headers.get('content-type')?.startsWith('text/event-stream'))
    throw new ClientError('stranger');
  for await (const { event, data } of messages(body, onBytes)) {
    const decoded = decodeMessage(event ?? 'message', data);
    if (!decoded) continue;
    yield decoded;
    if (decoded.type === 'generation.completed' || decoded.type === 'prompt.rejected') return;
  }
  throw new ClientError('interrupted');
}

async function* messages(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  onBytes: () => void,
): AsyncGenerator<EventSourceMessage, void> {
  const waiting: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (message) => waiting.push(message) });
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  try {
    for (;;) {
      const { done, value } = await readOrInterrupt(reader);
      if (done) return;
      onBytes();
      parser.feed(value);
      yield* waiting.splice(0);
    }
  } finally {
    // Closes the connection when the caller stops early. It may be closed already.
    reader.cancel().catch(() => undefined);
  }
}

async function readOrInterrupt(reader: ReadableStreamDefaultReader<string>) {
  try {
    return await reader.read();
  } catch (cause) {
    // The response had begun, so the proxy is reachable: the connection broke.
    if (cause instanceof TypeError) throw new ClientError('interrupted', { cause });
    throw cause;
  }
}

function toWire(input: GenerationInput): GenerationBody {
  return {
    prompt: input.prompt,
    negative_prompt: input.negativePrompt,
    n: input.n,
    width: input.width,
    height: input.height,
    seed: input.seed,
    steps: input.steps,
    guidance_scale: input.guidanceScale,
    model: input.model,
    sampler: input.sampler,
    scheduler: input.scheduler,
    loras: input.loras?.map((lora) => ({ ...lora })),
    image: input.image,
  };
}

function watchIdle(ms: number) {
  const controller = new AbortController();
  const abort = () => controller.abort();
  let timer = setTimeout(abort, ms);
  return {
    signal: controller.signal,
    touch() {
      clearTimeout(timer);
      timer = setTimeout(abort, ms);
    },
    stop: () => clearTimeout(timer),
  };
}
