import { signal } from '@preact/signals';
import type { Message } from '../background/messages.ts';
import { SURFACE_PORT } from '../background/surface-port.ts';
import { browser } from '../browser.ts';
import type { Jobs } from '../screen/state/jobs.ts';
import { type Run, startRun } from '../screen/state/run.ts';
import { storedValue } from '../storage/stored-value.ts';
import { written } from './memory.ts';

/** Whether there is a current run. It is read where it is shown. */
const anyRun = storedValue('session', 'run', (value) => value !== undefined || undefined);

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
  const show = async () => (await import('./shown-runs.ts')).showRuns(runs, earlier);
  // The code that shows runs is loaded with the first one, because most popups are opened to type.
  if (earlier > 0 || (await anyRun.read())) await show();
  else {
    const stop = anyRun.watch((exists) => {
      if (!exists) return;
      stop();
      void show();
    });
  }
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
