import { failureOf } from '../screen/client/errors.ts';
import type { GeneratedImage, GenerationEvent, GenerationInput } from '../screen/client/events.ts';
import { type RunEvent, reduceRun, startRun } from '../screen/state/run.ts';
import type { StoredImage, StoredRun } from '../storage/stored-run.ts';

/** Dependencies of the runner. */
export interface RunnerPorts {
  /** The current run as last saved. */
  load(): Promise<StoredRun | undefined>;
  save(run: StoredRun): Promise<void>;
  /** Stores the pixels of an image. */
  keep(run: number, index: number, attempt: number, image: GeneratedImage): Promise<StoredImage>;
  archive(run: StoredRun): Promise<void>;
  /** Deletes the pixels of a run that does not belong in the history. */
  forget(number: number): Promise<void>;
  generate(input: GenerationInput, signal: AbortSignal): AsyncIterable<GenerationEvent>;
  /** Keeps the browser from ending the background during a run. Returns a function that stops it. */
  stayAwake(): () => void;
  /** Called when a run enters a phase. */
  onPhase(run: StoredRun): void;
  /** Milliseconds since 1970. */
  now(): number;
}

/** Carries out runs, one at a time, whether or not a surface is open. */
export function createRunner(ports: RunnerPorts) {
  let abort: AbortController | undefined;
  let previousEnd: Promise<void> = Promise.resolve();

  async function end(run: StoredRun): Promise<void> {
    try {
      if (belongsInHistory(run)) await ports.archive(run);
    } finally {
      // A surface that sees the saved run may start another before `save` returns here.
      abort = undefined;
      await ports.save(run);
      ports.onPhase(run);
    }
  }

  async function carryOut(input: GenerationInput, signal: AbortSignal): Promise<void> {
    const previous = await ports.load();
    if (previous && !belongsInHistory(previous)) await ports.forget(previous.number);
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
    /** Marks a run as lost that an earlier background left unfinished: its connection ended with it. */
    async recover(): Promise<void> {
      const run = await ports.load();
      if (run?.phase === 'running' && !abort) {
        await end(reduceRun(run, { type: 'failed', failure: { kind: 'lost' } }));
      }
    },
    /** Starts a run and resolves when it has ended. Resolves to false, without starting, while another one runs. */
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
    /** Closes the connection, which stops the work of the proxy. */
    cancel(): void {
      abort?.abort();
    },
  };
}

const NO_ROOM = Symbol('no room');

function noRoom(): never {
  throw NO_ROOM;
}

/** Pictures are kept, and refused prompts, which a person may want to reword. */
function belongsInHistory({ phase, slots }: StoredRun): boolean {
  return (
    phase === 'refused' ||
    slots.some((slot) => slot.status === 'screened' && slot.image.decision !== 'withhold')
  );
}
