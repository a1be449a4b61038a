import { mkdir } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { type Acted, act, flag, unsafeOf } from '../dataset/actions.ts';
import { type Budget, createBudget } from '../dataset/budget.ts';
import { type Judge, localJudge } from '../dataset/judge.ts';
import { lock } from '../dataset/lock.ts';
import { type Manifest, openManifest } from '../dataset/manifest.ts';
import { type Summary, summarise } from '../dataset/report/summary.ts';
import { thumbnails } from '../dataset/report/thumbnails.ts';
import { writeReport } from '../dataset/report/write-report.ts';
import { type FileResult, resultsOf } from '../dataset/results.ts';
import { type Scanned, scan } from '../dataset/scan.ts';
import { setWarnings } from '../dataset/set-health.ts';
import { defaultOut, openSource } from '../dataset/sources/open-source.ts';
import type { Source } from '../dataset/sources/source.ts';
import { verdictOf } from '../dataset/verdict.ts';
import { causeOf } from '../runtime/cause.ts';
import type { ScanFlags } from './dataset.ts';
import { type DatasetEngine, datasetEngine } from './dataset-engine.ts';
import { progressLine } from './dataset-progress.ts';
import { exitCodeOfScan, summaryText } from './dataset-summary.ts';
import { CliError } from './exit.ts';
import { printable } from './terminal.ts';

/** Scans a data set, acts on what is unsafe where a flag says so, writes the report, and returns the exit code. */
export async function runScan(address: string, flags: ScanFlags): Promise<number> {
  assertFlags(flags);
  const engine = await datasetEngine(flags);
  const out = resolve(flags.out ?? defaultOut(address));
  const source = await openSource(address, out);
  if (`${out}${sep}`.startsWith(`${source.uri}${sep}`)) {
    throw new CliError(
      '--out lies in the data set, so its files would become part of it; name another folder.',
    );
  }
  await mkdir(out, { recursive: true });
  const unlock = await lock(out);
  const manifest = await openManifest(join(out, 'manifest.jsonl'), source.uri);
  const budget = createBudget(engine.prices, flags.maxCost, priceOfPicture(engine));
  for (const { checks } of manifest.pictures.values())
    budget.book(checks.flatMap(({ usage }) => usage ?? []));
  for (const { usage } of manifest.prompts.values()) budget.book(usage);

  const scanned = await runToEnd(source, engine, manifest, budget, out, flags);
  const { policy } = engine.images;
  const results = resultsOf(scanned, manifest, policy, engine.checks);
  const summary = summarise(results, {
    source: source.uri,
    policy,
    checks: engine.checks,
    unseen: engine.unseen,
    prompts: scanned.prompts,
    warnings: setWarnings(results),
    costUsd: budget.spent,
    stopped: scanned.stopped ?? null,
  });
  const pictures = await thumbnails(results, source, policy, flags.thumbnails);
  const acted = await takeActions(results, scanned, source, out, flags);
  const report = await writeReport(out, { summary, results, thumbnails: pictures, acted });
  await manifest.close();
  await unlock();

  const exitCode = exitCodeOfScan(summary);
  const actions = [...acted.values()];
  if (flags.json) console.log(JSON.stringify({ ...summary, actions, report, exitCode }, null, 2));
  else console.log(summaryText(summary, actions, report));
  return exitCode;
}

function assertFlags({ flag, quarantine, delete: remove, yes, queue, tps }: ScanFlags): void {
  if ([flag, quarantine, remove].filter(Boolean).length > 1) {
    throw new CliError('Choose one of --flag, --quarantine and --delete.');
  }
  if (yes && !remove) throw new CliError('--yes belongs to --delete.');
  if (tps !== undefined && queue === undefined) {
    throw new CliError('--tps paces workers, with --queue; here each moderator keeps to its own quota.');
  }
}

/** What one picture costs as far as prices tell it by the moderators' names; the first picture tells the rest. */
function priceOfPicture({ checks, prices }: DatasetEngine): number {
  return checks.reduce((sum, name) => sum + (prices[`${name}.image`] ?? 0), 0);
}

async function runToEnd(
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
    progress.note('Stopping after the pictures under way; Ctrl-C again stops at once.');
    interrupt.abort(new Error('interrupted'));
  };
  process.on('SIGINT', onInterrupt);
  const { judge, close } = await judgeOf(source, engine, out, flags, interrupt.signal, progress.note);
  const running = scan(source, {
    judge,
    checks: engine.checks,
    prompts: await engine.prompts(),
    manifest,
    budget,
    concurrency: flags.concurrency ?? (flags.queue === undefined ? 32 : 128),
    signal: interrupt.signal,
  });
  const seen = { done: 0, files: 0, unsafe: 0, unchecked: 0 };
  try {
    for (;;) {
      const { done, value } = await running.next();
      if (done) return value;
      if (value.type === 'listed') seen.files = value.files;
      else if (value.type !== 'prompt') {
        seen.done += 1;
        const verdict =
          value.type === 'picture' ? verdictOf(value.record, engine.images.policy, engine.checks) : undefined;
        if (verdict?.status === 'blur' || verdict?.status === 'withhold') seen.unsafe += 1;
        else if (verdict?.status !== 'clear') seen.unchecked += 1;
      }
      const expected = budget.spent + (seen.files - seen.done) * budget.perPicture;
      progress.update({ ...seen, spent: budget.spent, expected });
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
    const judge = localJudge(engine.images, (path, check, error) =>
      note(`shoji: ${printable(path)}: ${check}: ${causeOf(error)}`),
    );
    return { judge, close: async () => {} };
  }
  const { queueJudge } = await import('../dataset/queue/queue-judge.ts');
  const queued = await queueJudge({
    redisUrl: queue,
    checks: engine.checks,
    source: source.uri,
    scan: out,
    perSecond: tps,
    signal,
  });
  if ((await queued.workers()) === 0) {
    note(
      `No worker is there yet; start some: shoji dataset worker --queue … (checks: ${engine.checks.join(', ')}).`,
    );
  }
  return queued;
}

async function takeActions(
  results: readonly FileResult[],
  { entries }: Scanned,
  source: Source,
  out: string,
  flags: ScanFlags,
): Promise<Map<string, Acted>> {
  const files = unsafeOf(results, { from: flags.from, unchecked: flags.includeUnchecked ?? false });
  const acted = new Map<string, Acted>();
  if (flags.delete && !flags.yes) {
    for (const { path, status } of files)
      console.error(`would delete  ${status.padEnd(9)}  ${printable(path)}`);
    console.error(`${files.length} files would be deleted; run it again with --yes to do it.`);
    return acted;
  }
  const actions = flags.flag
    ? flag(files, entries, source, join(out, 'flagged.jsonl'))
    : flags.quarantine
      ? act('quarantine', files, entries, source)
      : flags.delete
        ? act('delete', files, entries, source)
        : [];
  for await (const done of actions) {
    acted.set(done.path, done);
    if (done.problem !== undefined) {
      console.error(`shoji: ${printable(done.path)}: not ${PAST[done.action]}: ${done.problem.message}`);
    }
  }
  return acted;
}

const PAST = { flag: 'flagged', quarantine: 'moved', delete: 'deleted' };
