import {
  type GenerationEvent,
  type GenerationResult,
  type PromptVerdict,
  UnscreenedImage,
} from '@shoji/core';
import { RequestEvidence } from '@shoji/core/screen';
import { NO_PROMPT } from '@shoji/core/vocabulary';
import { describe, expect, it } from 'vitest';
import { callOf } from '../../dialect-kit/call/call.test-helper.ts';
import { moderatePictures } from '../../dialect-kit/screening/moderate-pictures.ts';
import { RunningTasks, type Task } from './running.ts';

type Flow = AsyncGenerator<GenerationEvent, GenerationResult>;

/** Tracks a generation that the server works on until `end` is called. */
async function follow(running: RunningTasks, task: Task) {
  const begun = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  const flow: Flow = moderatePictures(callOf(), {
    upstream: 'a',
    request: { prompt: 'a dog' },
    make: async () => {
      begun.resolve();
      await ended.promise;
      return [new UnscreenedImage(new Uint8Array())];
    },
  });
  const result = running.follow(task, flow);
  await begun.promise;
  return { end: ended.resolve, result };
}

const mine = { id: 'task(1)', named: 'my task', caller: 'me', evidence: new RequestEvidence() };
const yours = { id: 'task(2)', named: 'my task', caller: 'you', evidence: new RequestEvidence() };

describe('RunningTasks', () => {
  it('lists a task while the server works on it, with its prompt’s verdict', async () => {
    const running = new RunningTasks();
    const { end, result } = await follow(running, mine);
    expect(running.named('me', 'my task')).toMatchObject({ ...mine, verdict: { decision: 'allow' } });
    expect(running.named('you', 'my task')).toBeUndefined();
    expect(running.named('me', 'task(1)')).toBeUndefined();
    end();
    expect((await result).status).toBe('completed');
    expect(running.named('me', 'my task')).toBeUndefined();
  });

  it('drops a failed task', async () => {
    const running = new RunningTasks();
    const failing: Flow = (async function* () {
      yield { type: 'prompt.screened', id: 'gen_1', prompt: NO_PROMPT };
      throw new Error('failed');
    })();
    await expect(running.follow(mine, failing)).rejects.toThrow('failed');
    expect(running.named('me', 'my task')).toBeUndefined();
  });

  it('judges by the strictest prompt where a client has several tasks', async () => {
    const running = new RunningTasks();
    const ended = Promise.withResolvers<void>();
    const prompts: Record<string, PromptVerdict | undefined> = {
      one: NO_PROMPT,
      two: { ...NO_PROMPT, decision: 'warn' },
      three: undefined,
    };
    const results: Promise<unknown>[] = [];
    for (const [id, prompt] of Object.entries(prompts)) {
      const flow: Flow = (async function* () {
        yield prompt
          ? { type: 'prompt.screened', id: 'gen_1', prompt }
          : { type: 'generation.started', attempt: 1, seeds: [7] };
        await ended.promise;
        throw new Error('enough');
      })();
      results.push(running.follow({ ...mine, id }, flow).catch(() => {}));
      await new Promise(setImmediate);
      expect(running.current('me', undefined)?.id).toBe(id);
    }
    ended.resolve();
    await Promise.all(results);
  });

  it('shows a client only its own task', async () => {
    const running = new RunningTasks();
    expect(running.current('me', undefined)).toBeUndefined();
    const one = await follow(running, mine);
    expect(running.current('me', undefined)).toMatchObject(mine);
    expect(running.current('me', 'task(1)')).toMatchObject(mine);
    expect(running.current('me', 'task(2)')).toBeUndefined();
    expect([running.hasOthers('me'), running.hasOthers('you')]).toEqual([false, true]);
    const other = await follow(running, yours);
    expect(running.current('me', undefined)).toBeUndefined();
    expect(running.current('me', 'task(1)')).toMatchObject(mine);
    expect(running.current('me', 'task(2)')).toBeUndefined();
    expect(running.hasOthers('me')).toBe(true);
    one.end();
    other.end();
    await Promise.all([one.result, other.result]);
  });
});
