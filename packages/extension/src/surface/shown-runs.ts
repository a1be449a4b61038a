import type { Signal } from '@preact/signals';
import type { GeneratedImage } from '../screen/client/events.ts';
import type { Run } from '../screen/state/run.ts';
import { currentRun } from '../storage/picture-values.ts';
import { images, openSealed, storedImage } from '../storage/sealing.ts';
import type { StoredImage, StoredRun } from '../storage/stored-run.ts';
import { historyChange } from '../storage/values.ts';

/**
 * Shows the current run, as it proceeds, and earlier ones. Resolves when they are shown first.
 * @param earlier Number of runs of the history to show below the current one.
 */
export async function showRuns(runs: Signal<readonly Run[]>, earlier: number): Promise<void> {
  let current: StoredRun | undefined;
  let older: readonly Run[] = [];
  let latest = 0;

  async function show(): Promise<void> {
    const turn = ++latest;
    const run = current && (await withPixels(current));
    // A newer state may have arrived while images were loaded.
    if (turn !== latest) return;
    runs.value = run ? [run, ...older.filter(({ number }) => number !== run.number)] : older;
  }

  async function showEarlier(): Promise<void> {
    // Runs with images stay for comparison; refused prompts are in the history only.
    const withImages = (await images.runs()).filter(({ phase }) => phase !== 'refused');
    const newest = withImages.slice(0, earlier + 1);
    older = await Promise.all(newest.map(withPixels));
    await show();
  }

  const known = new Promise<void>((resolve, reject) => {
    currentRun.follow((run) => {
      current = run;
      show().then(resolve, reject);
    });
  });
  if (earlier > 0) {
    historyChange.watch(() => void showEarlier());
    await showEarlier();
  }
  await known;
}

/** Loads the images of a run from the database. Originals stay there until they are revealed. */
export async function withPixels(run: StoredRun): Promise<Run> {
  const slots = await Promise.all(
    run.slots.map(async (slot, index) =>
      slot.status === 'screened' ? fill(await imageOf(run.number, index, slot.image)) : slot,
    ),
  );
  return { ...run, slots };
}

function fill(image: GeneratedImage | undefined): Run['slots'][number] {
  return image ? { status: 'screened', image } : { status: 'lost' };
}

const NEWEST = 64;
const fetched = new Map<string, Promise<GeneratedImage | undefined>>();

/** Cached, so that the same image is the same object and is not drawn again at every event. */
function imageOf(run: number, index: number, stored: StoredImage): Promise<GeneratedImage | undefined> {
  const id = `${run}/${index}/${stored.attempt}`;
  const known = fetched.get(id);
  if (known) return known;
  const image = fetchPixels(run, index, stored);
  fetched.set(id, image);
  const [oldest] = fetched.keys();
  if (fetched.size > NEWEST && oldest !== undefined) fetched.delete(oldest);
  return image;
}

async function fetchPixels(
  run: number,
  index: number,
  stored: StoredImage,
): Promise<GeneratedImage | undefined> {
  const { decision, findings, warnings, attempt } = stored;
  if (decision === 'withhold') return { decision, shown: null, original: null, findings, warnings };
  const kept = await storedImage(run, index, attempt);
  if (!kept) return undefined;
  const original = kept.covers ? () => openSealed(run, index, attempt) : null;
  return { decision, shown: kept.shown, original, findings, warnings };
}
