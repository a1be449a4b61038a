import { type Engine, GenerationError } from '@shoji/core';
import { type GeneratorsAnswer, generatorsRequest } from '@shoji/core/wire';
import type { Hono } from 'hono';
import type { GeneratorOffers } from './offers.ts';
import { readJson } from './request-body.ts';

/** Milliseconds that the image server may take to answer its lists. */
const LISTS_MS = 10_000;

/**
 * Adds `GET /v1/generators`: the generator, and the options that a request may choose. With offers also `POST`, which
 * makes one of them the generator of the following requests.
 * @param engineNow The engine of the next request.
 */
export function generators(app: Hono, engineNow: () => Engine, offers: GeneratorOffers | undefined): void {
  const answerTo = async (request: Request): Promise<GeneratorsAnswer> => {
    const { generator } = engineNow();
    const { name, kind, limits } = generator;
    const signal = AbortSignal.any([request.signal, AbortSignal.timeout(LISTS_MS)]);
    const listed = await generator.choices?.({ signal });
    return {
      offered: offersOf(offers),
      current: {
        name,
        kind,
        chooses: [...(limits.chooses ?? [])],
        choices: listed
          ? {
              models: [...listed.models],
              samplers: [...listed.samplers],
              schedulers: [...listed.schedulers],
              loras: [...listed.loras],
              sizes: listed.sizes.map((size) => ({ ...size })),
            }
          : null,
      },
    };
  };
  app.get('/v1/generators', async (c) => c.json(await answerTo(c.req.raw)));
  if (offers === undefined) return;
  app.post('/v1/generators', async (c) => {
    const { use } = readJson(c, generatorsRequest);
    if (!offers.use(use ?? undefined)) {
      const ids = offers.offers.map(({ id }) => id).join(', ');
      throw new GenerationError('invalid_request', `use: write null or one of ${ids}`);
    }
    return c.json(await answerTo(c.req.raw));
  });
}

function offersOf(offers: GeneratorOffers | undefined): GeneratorsAnswer['offered'] {
  if (offers === undefined || offers.offers.length === 0) return null;
  return offers.offers.map(({ id, name }) => ({ id, name, used: id === offers.used() }));
}
