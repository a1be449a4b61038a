import { standard } from '../policy/presets.ts';
import { fakeEngine } from '../testing/fakes.ts';
import type { Engine } from './engine.ts';
import type { GenerationEvent, GenerationResult } from './events.ts';
import { moderateGeneration } from './moderate-generation.ts';
import type { GenerationRequest } from './request.ts';

/** Runs a generation to its end, with fakes of every port except `parts`. */
export async function moderate(parts: Partial<Engine> = {}, request: Partial<GenerationRequest> = {}) {
  const flow = moderateGeneration({ prompt: 'a dog in a suit', seed: 7, ...request }, fakeEngine(parts), {
    id: 'gen_1',
    signal: new AbortController().signal,
  });
  const events: GenerationEvent[] = [];
  for (;;) {
    const { done, value } = await flow.next();
    if (done) return { events, result: value, types: events.map(({ type }) => type) };
    events.push(value);
  }
}

/** The result, which must have pictures. */
export function completed(result: GenerationResult) {
  if (result.status !== 'completed') throw new Error(`expected pictures, got ${result.status}`);
  return result;
}

/** The bytes of a shown picture as text, as fakes write them. */
export const text = (image: { shown: { bytes: Uint8Array } | null }) =>
  image.shown && new TextDecoder().decode(image.shown.bytes);

/** The standard policy with changes, as a part of an engine. */
export const withPolicy = (changes: Partial<typeof standard>) => ({ policy: { ...standard, ...changes } });
