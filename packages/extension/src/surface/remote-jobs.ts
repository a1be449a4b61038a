import { signal } from '@preact/signals';
import browser from 'webextension-polyfill';
import { type Message, SURFACE_PORT } from '../background/messages.ts';
import type { GeneratedImage } from '../screen/client/events.ts';
import type { Jobs } from '../screen/state/jobs.ts';
import { type Run, startRun } from '../screen/state/run.ts';
import { images, openSealed, storedImage } from '../storage/sealing.ts';
import type { StoredImage, StoredRun } from '../storage/stored-run.ts';
import { currentRun, historyChange } from '../storage/values.ts';
import { written } from './memory.ts';

/** Sends a message to the background. */
export async function ask(message: Message): Promise<void> {
  await browser.runtime.sendMessage(message);
}

/**
 * The run that the background carries out. It continues when the surface is closed.
 * @param earlier Number of runs of the history to show below it.
 */
export async function remoteJobs(earlier = 0): Promise<Jobs> {
  const runs = signal<readonly Run[]>([]);
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
  stayConnected();

  return {
    runs,
    start(input) {
      const failed = (): Run => ({
        ...startRun(Date.now(), input),
        phase: 'failed',
        slots: [],
        failure: { kind: 'lost' },
      });
      written()
        .then(() => ask({ type: 'start', input }))
        .catch(() => {
          runs.value = [failed()];
        });
    },
    cancel: () => void ask({ type: 'cancel' }).catch(() => undefined),
  };
}

/** Keeps a port open to the background. A disconnect means that the browser ended it; connecting starts a new one. */
function stayConnected(): void {
  const port = browser.runtime.connect({ name: SURFACE_PORT });
  port.onDisconnect.addListener(stayConnected);
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
