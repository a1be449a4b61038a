import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { CheckError } from '@shoji/core';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { FixturePart } from './fixture-model.test-helper.ts';
import { type SharedModelOptions, sharedModel } from './shared-model.ts';

const never = new AbortController().signal;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shoji-model-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function fixture(options: Partial<SharedModelOptions> = {}) {
  const model = sharedModel({
    name: 'the fixture model',
    entry: new URL('./fixture-model.test-helper.ts', import.meta.url),
    processes: 1,
    waiting: 100,
    turn: 1,
    ...options,
  });
  onTestFinished(model.close);
  const ask = (part: FixturePart, turn?: string, signal = never) =>
    model.run([{ value: part, cost: 1 }], { signal, turn });
  return { ...model, ask };
}

const echo = (text: string): FixturePart => ({ do: 'echo', text });

/** Keeps the model's process busy until it is released. */
function busy(ask: ReturnType<typeof fixture>['ask'], name = 'gate') {
  const until = join(folder, name);
  const blocked = ask({ do: 'block', until }, name);
  return { blocked, letGo: () => writeFileSync(until, '') };
}

describe('sharedModel', () => {
  it('answers each part of each call, in order', async () => {
    const { run } = fixture();
    const parts = ['a', 'b', 'c'].map((text) => ({ value: echo(text), cost: 1 }));
    const [first, second, none] = await Promise.all([
      run(parts, { signal: never }),
      run(parts.slice(1), { signal: never }),
      run([], { signal: never }),
    ]);
    expect([first, second, none]).toEqual([['a', 'b', 'c'], ['b', 'c'], []]);
  });

  it('computes without blocking the event loop', async () => {
    const { ask } = fixture();
    const { blocked, letGo } = busy(ask);
    // The model computes until this file is written, which a blocked event loop could not do.
    letGo();
    expect(await blocked).toEqual([join(folder, 'gate')]);
  });

  it('serves another caller before the rest of a long job', async () => {
    const { ask } = fixture();
    const { letGo } = busy(ask);
    const flood = ['1', '2', '3', '4'].map((each) => ask(echo(`flood ${each}`), 'flood'));
    const other = ask(echo('other'), 'other');
    letGo();
    await Promise.all([...flood, other]);
    expect(await ask({ do: 'log' })).toEqual([['flood 1', 'other', 'flood 2', 'flood 3', 'flood 4']]);
  });

  it('never computes the waiting parts of aborted calls', async () => {
    const { ask } = fixture();
    const { letGo } = busy(ask);
    const gone = new AbortController();
    const left = ask(echo('left'), 'gone', gone.signal);
    const stayed = ask(echo('stayed'), 'here');
    const reason = new Error('gone');
    gone.abort(reason);
    await expect(left).rejects.toBe(reason);
    letGo();
    await stayed;
    await expect(ask(echo('late'), 'gone', gone.signal)).rejects.toBe(reason);
    expect(await ask({ do: 'log' })).toEqual([['stayed']]);
  });

  it('drops the rest of a job when one of its parts fails', async () => {
    const { run, ask } = fixture();
    const parts = [{ do: 'fail' }, echo('rest')].map((value) => ({ value, cost: 1 }));
    await expect(run(parts, { signal: never })).rejects.toMatchObject({
      name: 'CheckError',
      failure: 'error',
    });
    expect(await ask({ do: 'log' })).toEqual([[]]);
  });

  it('refuses a job that exceeds the queue as a failed check, and computes the others', async () => {
    const { ask } = fixture({ waiting: 3 });
    await ask(echo('loaded'));
    const { letGo } = busy(ask);
    await setImmediate();
    const kept = ['1', '2', '3'].map((each) => ask(echo(each), 'flood'));
    const dropped = expect(ask(echo('4'), 'flood')).rejects.toMatchObject({ failure: 'throttled' });
    const [lost, passed] = [expect(kept[2]).rejects.toBeInstanceOf(CheckError), ask(echo('short'), 'other')];
    letGo();
    await Promise.all([dropped, lost, passed, kept[0], kept[1]]);
    expect(await ask({ do: 'log' })).toEqual([['loaded', '1', 'short', '2']]);
  });

  it('fails the jobs of a process that died, and starts a new process', async () => {
    const { ask } = fixture();
    const [first] = await ask({ do: 'pid' });
    const crashed = expect(ask({ do: 'crash' })).rejects.toMatchObject({ failure: 'unavailable' });
    const waiting = ask(echo('waited'));
    await crashed;
    expect(await waiting).toEqual(['waited']);
    expect(await ask({ do: 'pid' })).not.toEqual([first]);
  });

  it('ends a process that does not answer', async () => {
    // On a busy machine a process starts in seconds, and that may not take longer, either.
    const { ask } = fixture({ hungAfter: 10_000 });
    await ask(echo('loaded'));
    await expect(busy(ask).blocked).rejects.toMatchObject({ failure: 'unavailable' });
    expect(await ask({ do: 'log' })).toEqual([[]]);
  });

  it('fails every waiting job when the model cannot be loaded', async () => {
    const { ask, warmUp } = fixture({ data: 'broken' });
    const calls = Array.from({ length: 20 }, () => ask(echo('never')));
    for (const call of await Promise.allSettled(calls))
      expect(call).toMatchObject({ status: 'rejected', reason: { failure: 'unavailable' } });
    await expect(warmUp({ signal: never })).rejects.toMatchObject({
      cause: { message: 'Error: there is no such model' },
    });
  });

  it('stops waiting for a model when the warm-up is cancelled', async () => {
    const { ask, warmUp } = fixture();
    const reason = new Error('cancelled');
    await expect(warmUp({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const late = new AbortController();
    const warming = expect(warmUp({ signal: late.signal })).rejects.toBe(reason);
    late.abort(reason);
    await warming;
    expect(await ask(echo('loaded'))).toEqual(['loaded']);
  });

  it('starts no more processes than there is work for', async () => {
    const { ask, warmUp } = fixture({ processes: 4 });
    await warmUp({ signal: never });
    const pids = new Set<unknown>();
    for (let time = 0; time < 5; time++) pids.add((await ask({ do: 'pid' }))[0]);
    expect(pids.size).toBe(1);
    const gates = ['a', 'b', 'c', 'd'].map((name) => busy(ask, name));
    const more = ['e', 'f', 'g', 'h'].map((text) => ask(echo(text)));
    for (const { letGo } of gates) letGo();
    await Promise.all([...gates.map(({ blocked }) => blocked), ...more]);
  });

  it('fails running jobs when it is closed, and starts again at the next call', async () => {
    const { ask, close } = fixture();
    await ask(echo('loaded'));
    const calls = [busy(ask).blocked, ask(echo('waits'))];
    const ended = calls.map((call) => expect(call).rejects.toMatchObject({ failure: 'unavailable' }));
    close();
    await Promise.all(ended);
    expect(await ask({ do: 'log' })).toEqual([[]]);
  });
});
