import { mkdir } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import type { Manifest, OpenedSource, OtherSets, Source } from '@shoji/curator/dataset';
import {
  assertFree,
  createBudget,
  defaultOut,
  lock,
  openManifest,
  openSource,
  otherSets,
  resultsOf,
  setWarnings,
  summarise,
  thumbnails,
  writeReport,
} from '@shoji/curator/dataset';
import { CliError } from '../../terminal/exit.ts';
import { takeActions } from './act.ts';
import { type DatasetEngine, datasetEngine } from './engine.ts';
import { writeFixed } from './fix.ts';
import type { ScanFlags } from './flags.ts';
import { runToEnd } from './run.ts';
import { exitCodeOfScan, summaryText } from './summary.ts';

/** A data set that may be scanned: its flags are usable, and it can be listed. */
interface Opened {
  readonly engine: DatasetEngine;
  readonly source: OpenedSource;
  /** The folder of the manifest and the report. */
  readonly out: string;
  readonly others: OtherSets;
}

/** Scans a data set, acts on unsafe files if a flag asks for it, writes the report, and returns the exit code. */
export async function runScan(address: string, flags: ScanFlags): Promise<number> {
  const set = await openSet(address, flags);
  try {
    await mkdir(set.out, { recursive: true });
    const unlock = await lock(set.out);
    try {
      return await scanLocked(set, flags);
    } finally {
      await unlock();
    }
  } finally {
    await set.source.close();
  }
}

async function scanLocked(set: Opened, flags: ScanFlags): Promise<number> {
  const manifest = await openManifest(join(set.out, 'manifest.jsonl'), set.source.uri);
  try {
    return await scanSet(set, manifest, flags);
  } finally {
    await manifest.close();
  }
}

async function openSet(address: string, flags: ScanFlags): Promise<Opened> {
  assertFlags(flags);
  const engine = await datasetEngine(flags);
  const out = resolve(flags.out ?? defaultOut(address));
  const source = await openSource(address, out, join(out, 'listing.jsonl'));
  if (`${out}${sep}`.startsWith(`${source.uri}${sep}`)) {
    throw new CliError(
      '--out is inside the data set, so its files would become part of it; choose another folder.',
    );
  }
  if (flags.allVersions && source.removeVersions === undefined)
    throw new CliError(`--all-versions works only on S3: ${source.uri} keeps no versions.`);
  if (flags.fix !== undefined) await assertTarget(flags.fix, source.uri, out);
  const against = (flags.against ?? []).map((folder) => resolve(folder));
  if (against.includes(out))
    throw new CliError('--against names the report of this set itself; name other sets.');
  const others = await otherSets(against);
  await assertListable(source);
  return { engine, source, out, others };
}

async function scanSet(
  { engine, source, out, others }: Opened,
  manifest: Manifest,
  flags: ScanFlags,
): Promise<number> {
  const budget = createBudget(engine.prices, flags.maxCost, { picture: priceOfPicture(engine) });
  for (const { checks } of manifest.pictures.values())
    budget.book(
      'picture',
      checks.flatMap(({ usage }) => usage ?? []),
    );
  for (const { usage } of manifest.prompts.values()) budget.book('prompt', usage);

  const scanned = await runToEnd(source, engine, manifest, budget, out, flags);
  const { policy } = engine.images;
  const results = resultsOf(scanned, manifest, policy, engine.checks, others);
  const summary = summarise(results, {
    source: source.uri,
    policy,
    checks: engine.checks,
    unseen: engine.unseen,
    prompts: scanned.prompts,
    screened: scanned.screened,
    warnings: setWarnings(results),
    costUsd: budget.spent,
    stopped: scanned.stopped ?? null,
  });
  const pictures = await thumbnails(results, scanned.entries, source, policy, flags.thumbnails);
  const fixed = await writeFixed(results, scanned, source, policy, flags);
  const acted = fixed?.acted ?? (await takeActions(results, scanned, source, manifest, out, flags));
  const report = await writeReport(out, { summary, results, thumbnails: pictures, acted });

  const actions = [...acted.values()];
  const exitCode = exitCodeOfScan(summary, actions);
  const fix = fixed?.facts;
  if (flags.json)
    console.log(JSON.stringify({ ...summary, actions, ...(fix && { fix }), report, exitCode }, null, 2));
  else console.log(summaryText(summary, results, actions, report, fix));
  return exitCode;
}

function assertFlags({
  flag,
  quarantine,
  delete: remove,
  fix,
  yes,
  allVersions,
  queue,
  tps,
}: ScanFlags): void {
  if ([flag, quarantine, remove, fix].filter(Boolean).length > 1) {
    throw new CliError('Use only one of --flag, --quarantine, --delete and --fix.');
  }
  if (yes && !remove) throw new CliError('--yes works only with --delete.');
  if (allVersions && !(remove && yes)) throw new CliError('--all-versions works only with --delete --yes.');
  if (tps !== undefined && queue === undefined) {
    throw new CliError('--tps limits the workers of --queue; without --queue each moderator has its quota.');
  }
}

/** A copy within the set, or within its report, would become part of it; one that cannot be written must not cost a scan. */
async function assertTarget(target: string, set: string, out: string): Promise<void> {
  const folder = `${resolve(target)}${sep}`;
  if (folder.startsWith(`${set}${sep}`) || folder.startsWith(`${out}${sep}`))
    throw new CliError('--fix is inside the data set or its report; choose another folder.');
  await assertFree(target);
}

/** Checked first, so that a mistyped address leaves no folder. */
async function assertListable(source: Source): Promise<void> {
  for await (const _ of source.list()) return;
}

/** The cost of one image by the price table; the first image shows the cost of moderators without a price there. */
function priceOfPicture({ checks, prices }: DatasetEngine): number {
  return checks.reduce((sum, name) => sum + (prices[`${name}.image`] ?? 0), 0);
}
