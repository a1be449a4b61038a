import { anyProblem, type GenerationBody } from '@shoji/core/wire';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import type { Connection } from './connection.ts';
import { headersOf, urlOf } from './connection.ts';
import { decodeMessage, decodeProblem, read } from './decode.ts';
import { ClientError } from './errors.ts';
import type { GenerationEvent, GenerationInput } from './events.ts';

/** Longest silence of the stream, in milliseconds. The proxy sends a heartbeat every few seconds. */
const IDLE_MS = 60_000;

/**
 * Requests a generation and yields its events as they arrive.
 * Ends after `generation.completed` or `prompt.rejected`; aborting `signal` closes the connection,
 * which stops the work on the other side, and throws the signal's reason.
 * @param options.idleMs Milliseconds without a byte after which the connection counts as dead.
 * @throws ClientError when the generation could not be carried out.
 */
export async function* generate(
  connection: Connection,
  input: GenerationInput,
  { signal, idleMs = IDLE_MS }: { signal: AbortSignal; idleMs?: number },
): AsyncGenerator<GenerationEvent, void> {
  const idle = watchIdle(idleMs);
  try {
    const response = await fetch(urlOf(connection, '/v1/generations'), {
      method: 'POST',
      headers: { ...headersOf(connection), 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify(toWire(input)),
      signal: AbortSignal.any([signal, idle.signal]),
    });
    if (!response.ok) {
      yield await refusalOf(response);
      return;
    }
    if (!response.body || !response.headers.get('content-type')?.startsWith('text/event-stream')) {
      throw new ClientError('invalid-answer');
    }
    for await (const { event, data } of messages(response.body, idle.touch)) {
      const decoded = decodeMessage(event ?? 'message', data);
      if (!decoded) continue;
      yield decoded;
      if (decoded.type === 'generation.completed' || decoded.type === 'prompt.rejected') return;
    }
    throw new ClientError('interrupted');
  } catch (cause) {
    signal.throwIfAborted();
    if (cause instanceof ClientError) throw cause;
    throw new ClientError(idle.signal.aborted ? 'timeout' : 'unreachable', { cause });
  } finally {
    idle.stop();
  }
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

async function refusalOf(response: Response): Promise<GenerationEvent> {
  const text = await response.text();
  const isProblem = response.headers.get('content-type')?.includes('json') ?? false;
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return decodeProblem(
    isProblem ? read(anyProblem, text) : {},
    response.status,
    Number.isFinite(seconds) ? seconds : undefined,
  );
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
