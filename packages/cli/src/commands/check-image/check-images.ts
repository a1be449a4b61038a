import { availableParallelism } from 'node:os';
import { createScreening, type ImageModerator, resolvePolicy, UnscreenedImage } from '@shoji/core';
import { DEFAULT_IMAGE_LIMITS } from '@shoji/core/image';
import type { ImageScreen, PriceTable } from '@shoji/core/screen';
import { configFromEnvironment, loadConfig } from '@shoji/edge-proxy/config';
import { sharpCodec, withBlockedPictures } from '@shoji/pixels';
import { embeddedModerators } from '../../engine/embedded-checks.ts';
import { loadJudges } from '../../engine/judges-file.ts';
import { LIST_PRICES } from '../../engine/list-prices.ts';
import { noteObservations } from '../../engine/note-observations.ts';
import { CliError, EXIT, exitCodeOf } from '../../terminal/exit.ts';
import { colourOf, printable } from '../../terminal/terminal.ts';
import type { CheckImageFlags } from './flags.ts';
import { readPicture } from './read-picture.ts';

/** The result for one file; an unreadable file has one warning with the reason. */
interface Result {
  readonly file: string;
  readonly decision: 'clear' | 'blur' | 'withhold';
  readonly unchecked: boolean;
  readonly findings: readonly { readonly category: string; readonly score: number; readonly label: string }[];
  readonly warnings: readonly { readonly code: string; readonly message: string }[];
}

/** Checks each file, prints one answer a file in the order given, and returns the exit code. */
export async function checkImages(files: readonly string[], flags: CheckImageFlags): Promise<number> {
  const { screen, prices } = await imageScreen(flags);
  if (flags.against) {
    const { compareImages, namedModerators } = await import('./compare.ts');
    const moderators = namedModerators(flags.against, await knownModerators(flags, screen));
    const { json = false, jsonl = false } = flags;
    return compareImages(files, { screen: { ...screen, moderators }, prices, json, jsonl });
  }
  const results: Result[] = [];
  const running: Promise<Result>[] = [];
  const collect = async (atMost: number) => {
    while (running.length > atMost) {
      const result = await running.shift();
      if (result === undefined) continue;
      results.push(result);
      if (flags.jsonl) console.log(JSON.stringify(result));
      else if (!flags.json) console.log(readable(result));
    }
  };
  for (const file of files) {
    running.push(checkFile(file, screen));
    await collect(availableParallelism());
  }
  await collect(0);
  if (flags.json) console.log(JSON.stringify(results, null, 2));
  return Math.max(EXIT.ok, ...results.map(({ decision, unchecked }) => exitCodeOf(decision, unchecked)));
}

/** The checks that `--against` may name; the embedded one is loaded only if it is asked for. */
async function knownModerators(
  flags: CheckImageFlags,
  { moderators }: ImageScreen,
): Promise<ImageModerator[]> {
  const isEmbedded = ({ name }: { readonly name: string }) => name === 'embedded-image';
  if (moderators.some(isEmbedded) || !flags.against?.includes('embedded-image')) return [...moderators];
  const [embedded] = await embeddedModerators();
  return [...moderators, embedded];
}

async function imageScreen(flags: CheckImageFlags): Promise<{ screen: ImageScreen; prices: PriceTable }> {
  const file = await loadConfig(process.cwd(), flags.config);
  const config = configFromEnvironment(
    { ...process.env, ...(flags.policy && { SHOJI_POLICY: flags.policy }) },
    file,
  );
  const judges = flags.judges === undefined ? [] : (await loadJudges(process.cwd(), flags.judges)).image;
  const own = config.image ?? (judges.length > 0 ? [] : await embeddedModerators());
  const screen = {
    policy: resolvePolicy(config.policy ?? 'standard'),
    moderators: withBlockedPictures(distinct([...own, ...judges]), config.blocked),
    codec: sharpCodec({ animations: config.animations }),
    observe: noteObservations(console.error),
  };
  return { screen, prices: { ...LIST_PRICES, ...config.prices } };
}

/** @throws CliError for two checks of one name, whose results could not be told apart. */
function distinct(moderators: readonly ImageModerator[]): readonly ImageModerator[] {
  const names = moderators.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return moderators;
  throw new CliError(`Two checks are named ${twice}; give one of them another name.`);
}

async function checkFile(file: string, screen: ImageScreen): Promise<Result> {
  const picture = await readPicture(file, DEFAULT_IMAGE_LIMITS.maxBytes);
  if ('problem' in picture) {
    const warnings = [{ code: 'unreadable', message: picture.problem }];
    return { file, decision: 'withhold', unchecked: true, findings: [], warnings };
  }
  const { signal } = new AbortController();
  const screening = createScreening(screen, { id: file, signal });
  const { decision, flagged, findings, warnings } = await screening.judge(new UnscreenedImage(picture.bytes));
  const told = warnings.map(({ image: _, ...warning }) => warning);
  return { file, decision, unchecked: decision === 'withhold' && !flagged, findings, warnings: told };
}

function readable({ file, decision, unchecked, findings, warnings }: Result): string {
  const verdict = (unchecked ? 'unchecked' : decision).padEnd(9);
  const seen = findings.map(({ category, score, label }) => `${category} ${score.toFixed(2)} (${label})`);
  const why = unchecked ? warnings.map(({ message }) => message) : seen;
  const line = `${colourOf(decision, unchecked)(verdict)}  ${printable(file)}`;
  return why.length > 0 ? `${line}  ${why.join(', ')}` : line;
}
