import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SOURCE_ARGS } from '../../scripts/source-condition.ts';
import { CLASSES, csv, samples } from '../classifier/prompts.ts';
import { COMPILED } from '../cli/shoji.ts';
import { picture } from '../dataset/pictures.ts';
import { type RedisServer, startRedis } from '../dataset/redis-server.ts';
import { emptyRoom, type Outcome, type Room, type Traced, tracingRemedy } from './strace.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SHOJI = [process.execPath, ...SOURCE_ARGS, join(ROOT, 'packages/cli/src/main.ts')];
const LIBRARY = fileURLToPath(new URL('library.ts', import.meta.url));

let room: Room;
let running: Traced[];
beforeEach(async () => {
  room = await emptyRoom();
  running = [];
});
afterEach(async () => {
  for (const { child } of running) child.kill('SIGKILL');
  await room.remove();
});

function start(command: readonly string[], env?: Record<string, string>, cwd?: string): Traced {
  const traced = room.start(command, env, cwd);
  running.push(traced);
  return traced;
}

/** Asserts that a program did only what every command may do, or used one more folder. */
function expectNothingOutside({ written, identities, contacted }: Outcome, ...folders: string[]): void {
  // Node keeps compiled sources for the next start.
  const known = [COMPILED.NODE_COMPILE_CACHE, '/dev', '/proc/self', ...folders];
  expect({
    written: written.filter(
      (path) => !known.some((folder) => path === folder || path.startsWith(`${folder}/`)),
    ),
    identities,
    contacted,
  }).toEqual({ written: [], identities: [], contacted: [] });
}

const remedy = tracingRemedy();

describe.skipIf(process.platform !== 'linux')('traced by strace, on Linux only', () => {
  it('can be traced', () => expect(remedy).toBeUndefined());

  describe.skipIf(remedy !== undefined)('nothing phones home', () => {
    describe.each(['native', 'wasm'])('with the %s build of ONNX Runtime', (build) => {
      const env = { SHOJI_ONNX: build };

      it('from shoji check', async () => {
        const outcome = await start([...SHOJI, 'check', 'a dog in a suit'], env).ended();
        const output = expect.stringContaining('checked by rules, embedded');
        expect(outcome).toMatchObject({ code: 0, output });
        expectNothingOutside(outcome);
      });

      it('from shoji check-image', async () => {
        const file = join(room.work, 'picture.png');
        await writeFile(file, await picture('green', 1));
        const outcome = await start([...SHOJI, 'check-image', file], env).ended();
        expect(outcome.code).toBe(0);
        expectNothingOutside(outcome);
      });
    });

    it('from shoji serve, at its start, in a generation and at its end', async () => {
      const server = start([...SHOJI, 'serve', '--port', '0']);
      const url = await server.printed(/^Shoji is at (http:\S+)$/m);
      const body = JSON.stringify({ prompt: 'a dog in a suit', width: 256, height: 256 });
      const headers = { 'Content-Type': 'application/json' };
      const generate = async () => {
        const answer = await fetch(`${url}/v1/generations`, { method: 'POST', headers, body });
        await answer.arrayBuffer();
        return answer.status;
      };
      // Under strace on a busy machine a check may take longer than the policy allows.
      await expect.poll(generate).toBe(200);
      server.child.kill('SIGTERM');
      const outcome = await server.ended();
      expect(outcome.code).toBe(0);
      expectNothingOutside(outcome);
    });

    it('from shoji classifier train', async () => {
      const data = join(room.work, 'data.csv');
      const out = join(room.work, 'out');
      await writeFile(data, csv(samples(200, 10)));
      const prepare = ['classifier', 'prepare', data, '--out', out, '--held-out', '0.3', ...CLASSES];
      await start([...SHOJI, ...prepare]).ended();
      const sets = ['--data', join(out, 'train.csv'), '--held-out', join(out, 'held-out.csv')];
      const train = ['classifier', 'train', ...sets, '--out', join(out, 'weights.json')];
      const outcome = await start([...SHOJI, ...train]).ended();
      expect(outcome).toMatchObject({ code: 0 });
      expectNothingOutside(outcome, out);
    });

    it('from a program that uses the library', async () => {
      const outcome = await start([process.execPath, ...SOURCE_ARGS, LIBRARY]).ended();
      expect(outcome).toMatchObject({ code: 0, output: '' });
      expectNothingOutside(outcome);
    });

    it('from npm run, which by default asks the registry for a newer npm', async () => {
      const outcome = await start(['npm', 'run', '-s', 'shoji', '--', 'check', 'a dog'], {}, ROOT).ended();
      expect(outcome).toMatchObject({ code: 0 });
      // npm writes a log.
      expectNothingOutside(outcome, join(room.home, '.npm'));
    });

    describe('from shoji dataset', () => {
      let redis: RedisServer;
      beforeAll(async () => {
        redis = await startRedis();
      });
      afterAll(() => redis.stop());

      it.each(['scan alone', 'scan with a worker'])('%s', async (way) => {
        const set = join(room.work, 'set');
        const out = join(room.work, 'out');
        await mkdir(set);
        await writeFile(join(set, 'one.png'), await picture('green', 1));
        await writeFile(join(set, 'two.png'), await picture('blue', 2));
        const queue = way === 'scan with a worker' ? ['--queue', redis.url] : [];
        const worker = queue.length > 0 ? start([...SHOJI, 'dataset', 'worker', ...queue]) : undefined;
        await worker?.printed(/^Ready/m);
        const scan = start([...SHOJI, 'dataset', 'scan', set, '--out', out, ...queue]);
        await scan.printed(/report/);
        worker?.child.kill('SIGTERM');
        const outcomes = await Promise.all([scan.ended(), worker?.ended()]);
        for (const outcome of outcomes) {
          if (!outcome) continue;
          expect(outcome).toMatchObject({ code: 0 });
          expectNothingOutside(outcome, out);
        }
      });
    });
  });
});
