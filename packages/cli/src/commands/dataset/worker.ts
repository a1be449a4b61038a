import { once } from 'node:events';
import { causeOf } from '@shoji/core/screen';
import { localJudge } from '@shoji/curator/dataset';
import { startWorker } from '@shoji/curator/dataset/queue';
import { noteObservations } from '../../engine/note-observations.ts';
import { EXIT } from '../../terminal/exit.ts';
import { datasetEngine } from './engine.ts';
import type { WorkerFlags } from './flags.ts';

/** Judges for other machines' scans until Ctrl-C or SIGTERM, then finishes the running jobs. */
export async function runWorker(flags: WorkerFlags): Promise<never> {
  const engine = await datasetEngine(flags);
  let judged = 0;
  const worker = await startWorker({
    redisUrl: flags.queue,
    checks: engine.checks,
    judge: localJudge({ ...engine.images, observe: noteObservations(console.error) }),
    concurrency: flags.concurrency,
    lockSeconds: flags.lockSeconds,
    onJudged: () => {
      judged += 1;
    },
    onError: sparingly((error) => `shoji: the queue: ${causeOf(error)}`),
  });
  console.error(
    `Ready; checks with ${engine.checks.join(', ')}. Ctrl-C finishes the pictures in progress and stops.`,
  );
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await worker.close();
  console.error(`Stopped; judged ${judged} pictures.`);
  // Without Redis, the timers of the queue's library would keep the process alive.
  process.exit(EXIT.ok);
}

/**
 * Interval in which equal errors are printed once, in milliseconds: an unreachable Redis causes one per attempt and
 * connection.
 */
const QUIET = 60_000;

function sparingly(lineOf: (error: Error) => string): (error: Error) => void {
  const printed = new Map<string, number>();
  return (error) => {
    const line = lineOf(error);
    const now = performance.now();
    if (now - (printed.get(line) ?? Number.NEGATIVE_INFINITY) < QUIET) return;
    printed.set(line, now);
    console.error(line);
  };
}
