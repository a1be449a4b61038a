import { jsonFrame } from '../../../dialect-kit/serving/client-frame.ts';
import type { Comfy } from '../comfy.ts';
import type { Run } from '../tenants/runs.ts';
import { entryOf, framesOf, type Message, type Refused, statusOf, storyOf } from './story.ts';

/**
 * Milliseconds. Clients listen for a prompt's start once they have its id; some listen for its end only after they got
 * its start event and looked for it in the history. A client that misses an event waits forever.
 */
const TIMES = {
  /** From the answer to the start. */
  start: 20,
  /** Between two start messages, until the client shows that it received one. */
  again: 200,
  /** From the start to the end for a client that does not respond, and for one without a websocket. */
  unheard: 2_000,
  alone: 400,
  /** From the request of the history to the end: without a further request, and after a second one. */
  heard: 1_000,
  ready: 50,
};

/** Simulates for a client a run that fails, or that outputs placeholders, as a real run would. */
export function pretend(comfy: Comfy, run: Run, refused: Refused): void {
  const { begun, ended, entry, files } = storyOf(run, refused);
  const tell = (...messages: readonly Message[]) => tellRun(comfy, run, messages);
  let timer: NodeJS.Timeout | undefined;
  const after = (ms: number, then: () => void) => {
    clearTimeout(timer);
    timer = setTimeout(() => run.refused === 'running' && then(), ms).unref();
  };
  const end = async () => {
    const frames = await framesOf(run, refused);
    finish(run, entry);
    comfy.conversations.tell(sidOf(run), frames);
    tell(...ended, statusOf(0), ['executing', { node: null, prompt_id: run.id }]);
  };
  const repeat = (left: number) => {
    if (left <= 0) return void end();
    tell(...begun.slice(-1));
    after(TIMES.again, () => repeat(left - TIMES.again));
  };

  run.refused = 'running';
  if (refused.pictures) run.reason = refused.pictures.reason;
  for (const file of files) comfy.runs.made(file, run, '');
  tell(statusOf(1));
  let looked = false;
  after(TIMES.start, () => {
    const listens = tell(...begun);
    if (listens) after(TIMES.again, () => repeat(TIMES.unheard));
    else after(TIMES.alone, () => void end());
    run.asked = (what) => {
      if (what === 'queue') {
        if (looked) after(TIMES.ready, () => void end());
      } else if (!looked) {
        looked = true;
        // A client that polls the queue requests it once more, and has read the history by then.
        tell(statusOf(1));
        after(listens ? TIMES.heard : TIMES.ready, () => void end());
      }
    };
  });
}

/** A refused prompt that its client interrupts. */
export function interrupt(comfy: Comfy, run: Run): void {
  const data = { prompt_id: run.id, node_id: '', node_type: '', executed: [], timestamp: Date.now() };
  finish(run, entryOf(run, {}, 'error', [['execution_interrupted', data]]));
  const last: Message = ['executing', { node: null, prompt_id: run.id }];
  tellRun(comfy, run, [['execution_interrupted', data], statusOf(0), last]);
}

function finish(run: Run, entry: ReturnType<typeof entryOf>): void {
  run.refused = 'done';
  run.history = entry;
  delete run.asked;
}

function tellRun({ conversations }: Comfy, run: Run, messages: readonly Message[]): boolean {
  return conversations.tell(
    sidOf(run),
    messages.map(([type, data]) => jsonFrame({ type, data })),
  );
}

function sidOf({ tenant, clientId }: Run): string {
  return tenant.sid(clientId ?? '');
}
