import { answerRoom } from '@shoji/capacity';
import {
  type Engine,
  type GenerationEvent,
  type GenerationResult,
  moderateGeneration,
  resultOf,
} from '@shoji/core';
import { planGeneration } from '@shoji/core/generation';
import { Account } from '@shoji/core/screen';
import { generationRequest } from '@shoji/core/wire';
import type { Context, Hono } from 'hono';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import { newId } from '../wire/new-id.ts';
import { sendProblem } from '../wire/problem.ts';
import { problemOf } from './errors.ts';
import { readJson } from './request-body.ts';
import { answerOf, completedEventOf, eventOf, refusalOf, requestOf, serverTiming } from './wire.ts';

type Flow = AsyncGenerator<GenerationEvent, GenerationResult>;

// Proxies and browsers close a stream without data; the strictest in common use do so after 30 s.
const HEARTBEAT_MS = 10_000;
const RETRY_AFTER_SECONDS = 5;

/** Adds `POST /v1/generations`. @param engineNow The engine of the next request. */
export function generations(
  app: Hono,
  engineNow: () => Engine,
  onError: (error: unknown, requestId: string) => void,
): void {
  app.post('/v1/generations', async (c) => {
    const request = requestOf(readJson(c, generationRequest));
    const engine = engineNow();
    // Validated before the stream starts, so that an invalid request gets an error status.
    planGeneration(request, engine.generator.limits);
    const account = new Account(engine.prices);
    const flow = (signal: AbortSignal) =>
      moderateGeneration(request, engine, { id: newId('gen_'), signal, account });
    const report = (error: unknown) => onError(error, c.get('requestId'));
    const streams = c.req.header('Accept')?.includes('text/event-stream') ?? false;
    return streams
      ? stream(c, flow, account, report)
      : answer(c, flow(c.req.raw.signal)).catch((error: unknown) => {
          const { problem: details } = problemOf(error, c.req.raw.signal, account.paid);
          if (!account.paid || details.code !== 'internal') throw error;
          report(error);
          return sendProblem(c, details);
        });
  });
}

async function answer(c: Context, flow: Flow) {
  const result = await resultOf(flow);
  c.header('Server-Timing', serverTiming(result.timings));
  c.header('Cache-Control', 'no-store');
  if (result.status === 'completed') return c.json(answerOf(result), 200);
  const details = refusalOf(result);
  return sendProblem(c, details, details.status === 503 ? RETRY_AFTER_SECONDS : undefined);
}

function stream(
  c: Context,
  start: (signal: AbortSignal) => Flow,
  account: Account,
  report: (error: unknown) => void,
): Response {
  c.header('Cache-Control', 'no-store');
  // nginx would buffer the events.
  c.header('X-Accel-Buffering', 'no');
  // The generator's answers are held until the stream ends, long after its headers were sent.
  return streamSSE(c, (sse) => answerRoom.holding(() => writeEvents(c, sse, start, account, report)));
}

async function writeEvents(
  c: Context,
  sse: SSEStreamingApi,
  start: (signal: AbortSignal) => Flow,
  account: Account,
  report: (error: unknown) => void,
): Promise<void> {
  const gone = new AbortController();
  sse.onAbort(() => gone.abort());
  const heartbeat = setInterval(() => void sse.write(': still working\n\n'), HEARTBEAT_MS);
  try {
    const flow = start(AbortSignal.any([c.req.raw.signal, gone.signal]));
    for (;;) {
      const { done, value } = await flow.next();
      if (!done) await sse.writeSSE(eventOf(value));
      else {
        const ended = value.status === 'completed' ? completedEventOf(value) : errorEvent(refusalOf(value));
        await sse.writeSSE(ended);
        return;
      }
    }
  } catch (error) {
    if (gone.signal.aborted) return;
    const { problem: details } = problemOf(error, c.req.raw.signal, account.paid);
    if (details.code === 'internal') report(error);
    await sse.writeSSE(errorEvent(details));
  } finally {
    clearInterval(heartbeat);
  }
}

function errorEvent(details: object): { event: string; data: string } {
  return { event: 'error', data: JSON.stringify(details) };
}
