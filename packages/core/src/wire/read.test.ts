import { describe, expect, it } from 'vitest';
import { anyProblem, moderationAnswer, policyAnswer } from './answers.ts';
import { generationEvents } from './events.ts';
import { readWire, readWireEvent, WireError } from './read.ts';
import { generationRequest, moderationRequest } from './requests.ts';

const finding = { check: 'rules', category: 'violence', label: 'axe', score: 1, span: [2, 5] };

describe('reading the wire', () => {
  it('drops unknown fields', () => {
    const event = readWireEvent('generation.progress', '{"attempt":1,"fraction":0.5,"eta_ms":900}');
    expect(event).toEqual({ type: 'generation.progress', data: { attempt: 1, fraction: 0.5 } });
  });

  it('reads null as a missing field, and reports other errors', () => {
    expect(readWire(anyProblem, '{"title":"Bad gateway","detail":null}')).toEqual({ title: 'Bad gateway' });
    const causeOf = (json: string) => {
      try {
        return readWire(anyProblem, json);
      } catch (error) {
        return error instanceof WireError && error.cause;
      }
    };
    expect(causeOf('{')).toBeInstanceOf(SyntaxError);
    expect(causeOf('{"title":7}')).toMatchObject({ issues: [{ path: ['title'] }] });
  });

  it('drops events with an unknown name', () => {
    expect(readWireEvent('generation.dreaming', '{}')).toBeUndefined();
  });

  it.each(Object.keys(generationEvents))('reads %s with its own schema only', (name) => {
    expect(() => readWireEvent(name, '[]')).toThrow(WireError);
    expect(() => readWireEvent(name, '{')).toThrow(WireError);
  });

  it('accepts a category of a newer server, and no image that could contain a script', () => {
    const image = { decision: 'clear', media_type: 'image/png', b64: 'AAAA', original: null, findings: [] };
    const told = { ...image, findings: [{ ...finding, category: 'of-tomorrow' }] };
    expect(readWireEvent('image.screened', JSON.stringify({ index: 0, image: told }))).toMatchObject({
      data: { image: { findings: [{ category: 'of-tomorrow' }] }, warnings: [] },
    });
    const svg = { ...image, media_type: 'image/svg+xml' };
    expect(() => readWireEvent('image.screened', JSON.stringify({ index: 0, image: svg }))).toThrow(
      WireError,
    );
  });

  it('drops the time of a newer server’s stage, and accepts what an older server sends', () => {
    const completed = { id: 'gen_1', images: [], warnings: [], checks: [], attempts: 1, seeds: [] };
    const read = (timings_ms: object) =>
      readWireEvent('generation.completed', JSON.stringify({ ...completed, timings_ms }));
    expect(read({ total: 9, upscale: 4 })).toMatchObject({ data: { timings_ms: { total: 9 } } });
    expect(read({ total: 9, upscale: 4 })).not.toHaveProperty('data.timings_ms.upscale');
    expect(() => read({ total: 'nine' })).toThrow(WireError);
  });

  it('sets defaults for policy fields that an older server does not send', () => {
    expect(readWire(policyAnswer, '{"name":"standard"}')).toMatchObject({
      name: 'standard',
      reveal: false,
      generator: null,
    });
  });

  it('does not read a missing list of uncovered categories as empty', () => {
    const uncovered = (rest: object) =>
      readWire(policyAnswer, JSON.stringify({ name: 'standard', ...rest })).uncovered;
    expect(uncovered({})).toBeNull();
    expect(uncovered({ uncovered: null })).toBeNull();
    expect(uncovered({ uncovered: { prompt: [], image: [] } })).toEqual({ prompt: [], image: [] });
    expect(() => uncovered({ uncovered: { prompt: [] } })).toThrow(WireError);
  });

  it('distinguishes the result of a text from that of an image by its type', () => {
    const result = { unchecked: false, findings: [], warnings: [] };
    const of = (type: string, decision: string) =>
      JSON.stringify({ id: 'mod_1', results: [{ type, decision, ...result }] });
    expect(readWire(moderationAnswer, of('image', 'blur')).results).toHaveLength(1);
    expect(() => readWire(moderationAnswer, of('image', 'warn'))).toThrow(WireError);
    expect(() => readWire(moderationAnswer, of('text', 'blur'))).toThrow(WireError);
  });
});

describe('a request', () => {
  it('has no field that could weaken the policy', () => {
    expect(generationRequest.safeParse({ prompt: 'a dog' }).success).toBe(true);
    expect(generationRequest.safeParse({ prompt: 'a dog', policy: 'mature' }).success).toBe(false);
  });

  it('asks about sixteen inputs at most', () => {
    const input = (count: number) => Array.from({ length: count }, () => ({ type: 'text', text: 'a dog' }));
    expect(moderationRequest.safeParse({ input: input(16) }).success).toBe(true);
    expect(moderationRequest.safeParse({ input: input(17) }).success).toBe(false);
  });
});
