import type { Engine } from '@shoji/core';
import type { GeneratorsAnswer } from '@shoji/core/wire';
import type { Hono } from 'hono';

/** Milliseconds that the image server may take to answer its lists. */
const LISTS_MS = 10_000;

/** Adds `GET /v1/generators`: the generator, and the options that a request may choose. */
export function generators(app: Hono, { generator }: Engine): void {
  app.get('/v1/generators', async (c) => {
    const { name, kind, limits } = generator;
    const signal = AbortSignal.any([c.req.raw.signal, AbortSignal.timeout(LISTS_MS)]);
    const choices = await generator.choices?.({ signal });
    const answer: GeneratorsAnswer = {
      current: {
        name,
        kind,
        chooses: [...(limits.chooses ?? [])],
        choices: choices
          ? {
              models: [...choices.models],
              samplers: [...choices.samplers],
              schedulers: [...choices.schedulers],
              loras: [...choices.loras],
              sizes: choices.sizes.map((size) => ({ ...size })),
            }
          : null,
      },
    };
    return c.json(answer);
  });
}
