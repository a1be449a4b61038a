import type { Budget, Manifest, Source } from '@shoji/curator/dataset';
import { isNotContent, type Judge, localJudge, type Scanned, scan, verdictOf } from '@shoji/curator/dataset';
import { noteObservations } from '../../engine/note-observations.ts';
import { progressLine } from '../../terminal/progress.ts';
import type { DatasetEngine } from './engine.ts';
import type { ScanFlags } from './flags.ts';
import { progressText } from './progress.ts';

/** Runs a scan until it ends or must stop, and shows its progress. The first Ctrl-C stops it in order. */
export async function runToEnd(
  source: Source,
  engine: DatasetEngine,
  manifest: Manifest,
  budget: Budget,
  out: string,
  flags: ScanFlags,
): Promise<Scanned> {
  const progress = progressLine();
  const interrupt = new AbortController();
  const onInterrupt = () => {
    if (interrupt.signal.aborted) process.exit(130);
    progress.note('Stopping after the pictures in progress; Ctrl-C again stops at once.');
    interrupt.abort(new Error('interrupted'));
  };
  process.on('SIGINT', onInterrupt);
  const observe = noteObservations(progress.note);
  const { judge, close } = await judgeOf(
    source,
    { ...engine, images: { ...engine.images, observe } },
    out,
    flags,
    interrupt.signal,
    progress.note,
  );
  const running = scan(source, {
    judge,
    checks: engine.checks,
    prompts: { ...(await engine.prompts()), observe },
    manifest,
    budget,
    concurrency: flags.concurrency ?? (flags.queue === undefined ? 32 : 128),
    signal: interrupt.signal,
  });
  const seen = { done: 0, files: 0, unsafe: 0, unchecked: 0 };
  const left = { texts: 0, pictures: 0 };
  try {
    for (;;) {
      const { done, value } = await running.next();
      if (done) return value;
      if (value.type === 'listed') {
        seen.files = value.files;
        left.texts = value.texts;
        left.pictures = value.files - value.texts;
      } else if (value.type !== 'prompt') {
        seen.done += 1;
        left[value.type === 'text' ? 'texts' : 'pictures'] -= 1;
        const verdict =
          value.type === 'picture' ? verdictOf(value.record, engine.images.policy, engine.checks) : undefined;
        if (verdict?.status === 'blur' || verdict?.status === 'withhold') seen.unsafe += 1;
        else if (value.type !== 'text' && verdict?.status !== 'clear' && !isNotContent(value.path))
          seen.unchecked += 1;
      }
      const expected =
        budget.spent + left.texts * budget.most('prompt') + left.pictures * budget.most('picture');
      const now = { ...seen, spent: budget.spent, expected };
      progress.update({ done: seen.done, total: seen.files }, (rate) => progressText(now, rate));
    }
  } finally {
    progress.end();
    process.off('SIGINT', onInterrupt);
    await close();
  }
}

async function judgeOf(
  source: Source,
  engine: DatasetEngine,
  out: string,
  { queue, tps }: ScanFlags,
  signal: AbortSignal,
  note: (line: string) => void,
): Promise<{ judge: Judge; close(): Promise<void> }> {
  if (queue === undefined) {
    return { judge: localJudge(engine.images), close: async () => {} };
  }
  const { queueJudge } = await import('@shoji/curator/dataset/queue');
  const queued = await queueJudge({
    redisUrl: queue,
    checks: engine.checks,
    source: source.uri,
    scan: out,
    perSecond: tps,
    signal,
    note,
  });
  if ((await queued.workers()) === 0) {
    note(
      `No worker is connected yet; start some: shoji dataset worker --queue … (checks: ${engine.checks.join(', ')}).`,
    );
  }
  return queued;
}
