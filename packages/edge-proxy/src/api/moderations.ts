import type { Engine } from '@shoji/core';
import { type ModerationAnswer, moderationRequest } from '@shoji/core/wire';
import type { Hono } from 'hono';
import { newId } from '../wire/new-id.ts';
import { inputJudge } from './judge-input.ts';
import { answerAsOpenAi, asksAsOpenAi } from './openai-moderations.ts';
import { conform, readBody } from './request-body.ts';
import { costOf } from './wire.ts';

/** Adds `POST /v1/moderations`. It answers in the request's format: ours, or OpenAI's. */
export function moderations(
  app: Hono,
  engine: Engine,
  onError: (error: unknown, requestId: string) => void,
): void {
  const judge = inputJudge(engine);
  app.post('/v1/moderations', async (c) => {
    const body = readBody(c);
    if (asksAsOpenAi(body)) return answerAsOpenAi(c, body, judge, onError);
    const { input } = conform(body, moderationRequest);
    const id = newId('mod_');
    const { results, account } = await judge(input, { id, signal: c.req.raw.signal });
    const answer: ModerationAnswer = { id, results: [...results], cost_usd: costOf(account.cost()) };
    c.header('Cache-Control', 'no-store');
    return c.json(answer);
  });
}
