import { createScreening, type Engine } from '@shoji/core';
import type { Hono } from 'hono';
import PQueue from 'p-queue';
import { newId } from '../guard/new-id.ts';
import type { ModerationAnswer } from './answers.ts';
import { judgeInput } from './judge-input.ts';
import { answerAsOpenAi, asksAsOpenAi } from './openai-moderations.ts';
import { conform, readBody } from './request-body.ts';
import { moderationRequest } from './requests.ts';
import { costOf } from './wire.ts';

// A decoded picture takes up to 75 MB: this many at once keep a whole request's memory bounded.
const AT_ONCE = 4;

/** Adds `POST /v1/moderations`, which answers in the shape that it is asked in: ours, or OpenAI's. */
export function moderations(app: Hono, engine: Engine): void {
  app.post('/v1/moderations', async (c) => {
    const body = await readBody(c);
    if (asksAsOpenAi(body)) return answerAsOpenAi(c, body, engine);
    const { input } = conform(body, moderationRequest);
    const id = newId('mod_');
    const screening = createScreening(engine, { id, signal: c.req.raw.signal });
    const queue = new PQueue({ concurrency: AT_ONCE });
    const results = await queue.addAll(input.map((each, index) => () => judgeInput(each, screening, index)));
    const answer: ModerationAnswer = { id, results, cost_usd: costOf(screening.cost()) };
    c.header('Cache-Control', 'no-store');
    return c.json(answer);
  });
}
