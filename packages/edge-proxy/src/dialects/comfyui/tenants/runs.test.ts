import { RequestEvidence } from '@shoji/core/screen';
import { NO_PROMPT } from '@shoji/core/vocabulary';
import { describe, expect, it } from 'vitest';
import { isOf, type Run, Runs } from './runs.ts';
import { tenantOf } from './tenant.ts';

const [me, you] = [tenantOf('me'), tenantOf('you')];
const runOf = (id: string, parts: Partial<Run> = {}): Run => ({
  id,
  tenant: me,
  clientId: 'client',
  graph: {},
  extra: {},
  words: { replaced: [], operators: '', added: new Map() },
  verdict: NO_PROMPT,
  evidence: new RequestEvidence(),
  finals: new Set(),
  size: { width: 1, height: 1 },
  created: 0,
  number: 0,
  ...parts,
});
const FILE = { filename: 'a.png', subfolder: 'b', type: 'output' } as const;

describe('Runs', () => {
  it('lists each tenant’s runs, oldest first', () => {
    const runs = new Runs();
    const [late, early, second] = [
      runOf('late', { created: 2 }),
      runOf('early', { created: 1, number: 5 }),
      runOf('second', { created: 1, number: 6 }),
    ];
    for (const run of [late, second, early, runOf('theirs', { tenant: you })]) runs.add(run);
    expect(runs.all(me)).toEqual([early, second, late]);
    expect([runs.of(me, 'late'), runs.of(you, 'late'), runs.of(me, 'none')]).toEqual([
      late,
      undefined,
      undefined,
    ]);
    runs.forget(late);
    expect(runs.of(me, 'late')).toBeUndefined();
  });

  it.each([
    [1, 2, 3],
    [2, 3, 1],
    [3, 2, 1],
    [3, 1, 2],
  ])('lists runs of one moment by their numbers: %d, %d, %d', (...numbers) => {
    const runs = new Runs();
    for (const number of numbers) runs.add(runOf(`r${number}`, { number }));
    expect(runs.all(me).map(({ number }) => number)).toEqual([1, 2, 3]);
  });

  it('continues the server’s numbers', () => {
    const runs = new Runs();
    expect(runs.nextNumber()).toBe(0);
    runs.add(runOf('a', { number: 7 }));
    runs.add(runOf('b', { number: 3 }));
    expect(runs.nextNumber()).toBe(8);
  });

  it('keeps a thousand runs of one tenant, so that others keep theirs', () => {
    const runs = new Runs();
    runs.add(runOf('theirs', { tenant: you }));
    for (let index = 0; index < 1_001; index++) runs.add(runOf(`r${index}`, { created: index }));
    expect([runs.all(me).length, runs.of(me, 'r0'), runs.all(you).length]).toEqual([1_000, undefined, 1]);
  });

  it('assigns an id once', () => {
    const runs = new Runs();
    expect([runs.take('a'), runs.take('a')]).toEqual([true, false]);
    runs.giveBack('a');
    expect(runs.take('a')).toBe(true);
    runs.add(runOf('b'));
    expect(runs.take('b')).toBe(false);
  });

  it('finds the run of a tenant’s file', () => {
    const runs = new Runs();
    const run = runOf('a');
    runs.made(FILE, run, 'place');
    expect(runs.file(FILE, me)).toEqual({ run, place: 'place' });
    expect([runs.file(FILE, you), runs.file({ ...FILE, type: 'temp' }, me)]).toEqual([undefined, undefined]);
  });

  it('waits for the prompts that a client is queueing, whether they succeed or not', async () => {
    const runs = new Runs();
    const { promise, reject } = Promise.withResolvers<void>();
    const queued = runs.queueing('a', promise).catch(() => 'failed');
    let settled = false;
    const waiting = runs.settled('a').then(() => {
      settled = true;
    });
    await runs.settled('b');
    expect(settled).toBe(false);
    reject(new Error('failed'));
    await waiting;
    expect([settled, await queued]).toEqual([true, 'failed']);
  });
});

it('finds the client of a run by its id at the server', () => {
  const run = runOf('a');
  expect(isOf(run, { client_id: me.sid('client') })).toBe(true);
  expect(isOf(run, { client_id: me.sid('other') })).toBe(false);
  for (const extra of [undefined, null, {}, { client_id: 7 }]) expect(isOf(run, extra)).toBe(true);
  expect(isOf(runOf('a', { clientId: undefined }), { client_id: me.sid('') })).toBe(true);
});
