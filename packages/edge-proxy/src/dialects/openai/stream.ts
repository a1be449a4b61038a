import { answerRoom } from '@shoji/capacity';
import {
  createScreening,
  type GenerationEvent,
  type GenerationResult,
  type PromptVerdict,
  resultOf,
  type UnscreenedImage,
} from '@shoji/core';
import { refuses } from '@shoji/core/vocabulary';
import type { Call } from '../../dialect-kit/call/call.ts';
import type { Settled } from '../../dialect-kit/screening/moderate-pictures.ts';
import { shownPicture } from '../../dialect-kit/screening/shown-picture.ts';
import { verdictHeaders } from '../../dialect-kit/screening/verdict.ts';
import { type AnswerObject, writeJson } from '../../dialect-kit/serving/answer-json.ts';
import { refusalOf } from '../../dialect-kit/serving/serve-upstream.ts';
import type { Refusal } from '../../dialect-kit/serving/upstream.ts';
import { answerBody } from '../../wire/answer-body.ts';
import type { JsonObject } from '../../wire/json/strict-json.ts';

// Proxies and browsers close a stream without data; the strictest in common use do so after 30 s.
const HEARTBEAT_MS = 10_000;

type Flow = AsyncGenerator<GenerationEvent, GenerationResult>;

/** One call answered as server-sent events. */
export interface Streamed {
  /** `image_generation` or `image_edit`: the first half of every event's name. */
  readonly kind: string;
  /** Starts the flow; `onPartial` receives each partial picture. */
  start(signal: AbortSignal, onPartial: (image: UnscreenedImage, rest: JsonObject) => void): Flow;
  settle(result: GenerationResult): Promise<Settled>;
  /** The data of the closing event for one picture. */
  completed(settled: Settled, index: number): AnswerObject;
  /** The data of an `error` event. */
  failed(refusal: Refusal): JsonObject;
}

/**
 * Streams screened partial pictures and then the finished ones, whether or not the upstream streams.
 * A refusal before anything was made is thrown, so that it gets its own HTTP status.
 */
export async function streamPictures(call: Call, streamed: Streamed): Promise<Response> {
  const gone = new AbortController();
  const signal = AbortSignal.any([call.signal, gone.signal]);
  const encoder = new TextEncoder();
  const waiting: Uint8Array[] = [];
  let write = (chunk: Uint8Array) => void waiting.push(chunk);
  const send = (type: string, data: AnswerObject) =>
    write(encoder.encode(`event: ${type}\ndata: ${writeJson({ type, ...data })}\n\n`));

  const report = (error: unknown) => {
    if (!signal.aborted) call.report(error);
  };
  const { promise: judged, resolve: judge } = Promise.withResolvers<PromptVerdict>();
  const screenPartial = async (image: UnscreenedImage) => {
    const verdict = await judged;
    if (refuses(verdict)) return undefined;
    const { image: screened } = await createScreening(call.engine, { ...call, signal }).image(image, verdict);
    return shownPicture(screened);
  };
  // Screened in parallel, sent in the order in which they were made: each shows more than the previous one.
  let sent: Promise<unknown> = Promise.resolve();
  const onPartial = (image: UnscreenedImage, rest: JsonObject) => {
    const screening = screenPartial(image).catch(report);
    const type = `${streamed.kind}.partial_image`;
    sent = Promise.all([screening, sent]).then(([shown]) => {
      // A shown picture may have another format than the made one: a blurred picture is a JPEG.
      const output_format = shown?.image.mediaType.replace('image/', '');
      if (shown && output_format) send(type, { ...rest, type, output_format, b64_json: shown });
    });
  };

  const flow = streamed.start(signal, onPartial);
  const first = await untilScreened(flow, judge);
  if (first !== undefined) {
    // Settling throws for a refusal; if placeholders answer it, they are streamed.
    const settled = await streamed.settle(first);
    for (const index of settled.pictures.keys())
      send(`${streamed.kind}.completed`, streamed.completed(settled, index));
    return sse(waiting, verdictHeaders(settled.verdict));
  }
  const finish = async () => {
    try {
      const result = await resultOf(flow);
      const settled = await streamed.settle(result);
      await sent;
      for (const index of settled.pictures.keys())
        send(`${streamed.kind}.completed`, streamed.completed(settled, index));
    } catch (error) {
      await sent;
      report(error);
      send('error', streamed.failed(refusalOf(error, { ...call, signal })));
    }
  };
  const { id } = call;
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      for (const chunk of waiting) controller.enqueue(chunk);
      write = (chunk) => {
        if (!signal.aborted) controller.enqueue(chunk);
      };
      const heartbeat = setInterval(() => write(encoder.encode(': still working\n\n')), HEARTBEAT_MS);
      // The answers stay in memory until the stream ends, long after its headers were sent.
      void answerRoom.holding(finish).finally(() => {
        clearInterval(heartbeat);
        if (!signal.aborted) controller.close();
      });
    },
    cancel: () => gone.abort(new DOMException('The client disconnected.', 'AbortError')),
  });
  return sse(body, { 'X-Shoji-Id': id });
}

/** Runs the flow until the prompt's verdict is known. Returns a result if the flow ended before a picture was made. */
async function untilScreened(
  flow: Flow,
  judge: (verdict: PromptVerdict) => void,
): Promise<GenerationResult | undefined> {
  for (;;) {
    const { done, value } = await flow.next();
    if (done) return value;
    if (value.type !== 'prompt.screened') continue;
    judge(value.prompt);
    if (!refuses(value.prompt)) return undefined;
  }
}

function sse(body: ReadableStream<Uint8Array> | Uint8Array[], headers: Record<string, string>): Response {
  const content = Array.isArray(body) ? new Uint8Array(Buffer.concat(body)) : body;
  return answerBody(content, {
    headers: {
      ...headers,
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store',
      // nginx would buffer the events.
      'X-Accel-Buffering': 'no',
    },
  });
}
