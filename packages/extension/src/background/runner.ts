import type { GeneratedImage, GenerationEvent, GenerationInput } from '../screen/client/events.ts';
import { failureOf } from '../screen/state/jobs.ts';
import { type RunEvent, reduceRun, startRun } from '../screen/state/run.ts';
import type { StoredImage, StoredRun } from '../storage/stored-run.ts';

/** What the runner needs from around it. */
export interface RunnerPorts {
  /** The current run as it was last saved. */
  load(): Promise<StoredRun | undefined>;
  save(run: StoredRun): Promise<void>;
  /** Keeps a picture's pixels. */
  keep(run: number, index: number, attempt: number, image: GeneratedImage): Promise<StoredImage>;
  archive(run: StoredRun): Promise<void>;
  /** Forgets the pixels of a run that is not in the history. */
  forget(number: number): Promise<void>;
  generate(input: GenerationInput, signal: AbortSignal): AsyncIterable<GenerationEvent>;
  /** Keeps the browser from ending the background while a run goes on; the answer lets go. */
  stayAwake(): () => void;
  /** Told of every phase a run enters. */
  onPhase(run: StoredRun): void;
  /** Milliseconds since 1970. */
  now(): number;
}

/** Carries runs out, one at a time, whoever is looking. */
export function createRunner(ports: RunnerPorts) {
  let abort: AbortController | undefined;
  let previousEnd: Promise<void> = Promise.resolve();

  async function end(run: StoredRun): Promise<void> {
    try {
      if (hasImages(run)) await ports.archive(run);
    } finally {
      // Whoever sees that it has ended may begin another, before saving it has even returned here.
      abort = undefined;
      await ports.save(run);
      ports.onPhase(run);
    }
  }

  async function carryOut(input: GenerationInput, signal: AbortSignal): Promise<void> {
    const previous = await ports.load();
    if (previous && !hasImages(previous)) await ports.forget(previous.number);
    let run: StoredRun = startRun(Math.max(ports.now(), (previous?.number ?? 0) + 1), input);
    await ports.save(run);
    ports.onPhase(run);
    const apply = async (event: RunEvent<StoredImage>) => {
      run = reduceRun(run, event);
      if (run.phase === 'running') await ports.save(run);
    };
    try {
      for await (const event of ports.generate(input, signal)) {
        if (event.type === 'image.screened') {
          const { index } = event;
          const image = await ports.keep(run.number, index, run.attempt, event.image).catch(noRoom);
          await apply({ type: event.type, index, image });
        } else await apply(event);
      }
    } catch (error) {
      const failure = error === NO_ROOM ? ({ kind: 'no-room' } as const) : failureOf(error);
      run = reduceRun(run, signal.aborted ? { type: 'cancelled' } : { type: 'failed', failure });
    }
    await end(run);
  }

  return {
    /** Says of a run that a former background was busy with that it is lost: its connection ended with it. */
    async recover(): Promise<void> {
      const run = await ports.load();
      if (run?.phase === 'running' && !abort) {
        await end(reduceRun(run, { type: 'failed', failure: { kind: 'lost' } }));
      }
    },
    /** Begins a run; answers false while another one is going on. Resolves when the run has ended. */
    async start(input: GenerationInput): Promise<boolean> {
      if (abort) return false;
      const own = new AbortController();
      abort = own;
      const letGo = ports.stayAwake();
      const ended = previousEnd
        .then(() => carryOut(input, own.signal))
        .finally(() => {
          if (abort === own) abort = undefined;
          letGo();
        });
      previousEnd = ended.catch(() => undefined);
      await ended;
      return true;
    },
    /** Closes the connection, which stops the work on the other side. */
    cancel(): void {
      abort?.abort();
    },
  };
}

const NO_ROOM = Symbol('no room');

function noRoom(): never {
  throw NO_ROOM;
}

function hasImages({ slots }: StoredRun): boolean {
  return slots.some((slot) => slot.status === 'screened' && slot.image.decision !== 'withhold');
}
