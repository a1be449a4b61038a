import { isObject, type Json } from '../../guard/strict-json.ts';
import { readJsonAnswer } from '../../providers/http/answer.ts';
import { commandJson } from '../../providers/http/screened-body.ts';
import type { Call } from '../upstream.ts';
import { answerBody } from '../wire/answer-body.ts';
import { answerJson } from '../wire/answer-json.ts';
import { readJson } from '../wire/read-body.ts';
import type { Comfy } from './comfy.ts';
import { interrupt } from './pretend.ts';
import { promptOf } from './refused.ts';
import { isOf, type Run } from './runs.ts';
import { type Tenant, tenantOf } from './tenant.ts';
import { inOwnWords } from './words.ts';

/** The tenant's own prompts that wait or run, in the server's order. */
interface Queue {
  readonly running: readonly Run[];
  readonly pending: readonly Run[];
  /** Each one's output nodes. */
  readonly outputs: ReadonlyMap<string, Json>;
}

/** Asks the server what waits, and keeps what is the tenant's. */
export async function queueOf(comfy: Comfy, call: Call, tenant: Tenant): Promise<Queue> {
  const target = { method: 'GET', path: '/queue', headers: comfy.headers(call) } as const;
  const { rest } = await readJsonAnswer(await comfy.client.send(target, call.signal));
  const outputs = new Map<string, Json>();
  const own = (list: Json | undefined): Run[] =>
    (Array.isArray(list) ? list : []).flatMap((entry) => {
      const [, id, , extra, nodes = []]: readonly Json[] = Array.isArray(entry) ? entry : [];
      const run = typeof id === 'string' ? comfy.runs.of(tenant, id) : undefined;
      if (run === undefined || !isOf(run, extra)) return [];
      outputs.set(run.id, inOwnWords(nodes, run.words));
      return [run];
    });
  const { queue_running, queue_pending } = isObject(rest) ? rest : {};
  const refused = comfy.runs.all(tenant).filter((run) => run.refused === 'running');
  return { running: [...own(queue_running), ...refused], pending: own(queue_pending), outputs };
}

/** `GET /queue` */
export async function tellQueue(comfy: Comfy, call: Call): Promise<Response> {
  const { running, pending, outputs } = await queueOf(comfy, call, tenantOf(call.caller));
  for (const run of running) run.asked?.('queue');
  const tell = (run: Run) => promptOf(run, outputs.get(run.id) ?? []);
  return answerJson({ queue_running: running.map(tell), queue_pending: pending.map(tell) });
}

/** `POST /queue`: takes back prompts of the tenant's own that still wait. */
export async function changeQueue(comfy: Comfy, call: Call): Promise<Response> {
  const command = await readCommand(call);
  const { pending } = await queueOf(comfy, call, tenantOf(call.caller));
  const gone = pending.filter(({ id }) => command.clear || command.ids.includes(id));
  if (gone.length > 0) {
    const body = commandJson({ delete: gone.map(({ id }) => id) });
    await comfy.client.send(
      { method: 'POST', path: '/queue', headers: comfy.headers(call), body },
      call.signal,
    );
  }
  for (const run of gone) comfy.runs.forget(run);
  return answerBody(null, { status: 200 });
}

/** `POST /interrupt`: stops the tenant's own prompt, if it is the one that runs. */
export async function interruptRun(comfy: Comfy, call: Call): Promise<Response> {
  const { ids } = await readCommand(call);
  await interruptAt(comfy, call, ids.length > 0 ? ids : undefined);
  return answerBody(null, { status: 200 });
}

/** Stops what runs when it is the caller's. @param ids Only these; all of theirs when left out. */
export async function interruptAt(
  comfy: Comfy,
  call: Call,
  ids: readonly string[] | undefined,
): Promise<void> {
  const { running } = await queueOf(comfy, call, tenantOf(call.caller));
  for (const run of running.filter(({ id }) => ids?.includes(id) ?? true)) {
    if (run.refused) interrupt(comfy, run);
    else {
      const target = { method: 'POST', path: '/interrupt', headers: comfy.headers(call) } as const;
      await comfy.client.send({ ...target, body: commandJson({ prompt_id: run.id }) }, call.signal);
    }
  }
}

/** What a `POST` to the queue, the history or the interruption asks for. */
export async function readCommand(call: Call): Promise<{ clear: boolean; ids: readonly string[] }> {
  if (call.request.headers.get('Content-Length') === '0' || call.request.body === null)
    return { clear: false, ids: [] };
  const body = await readJson(call.request, call.maxBodyBytes);
  const { clear, delete: listed = [], prompt_id } = isObject(body) ? body : {};
  const named = [prompt_id, ...(Array.isArray(listed) ? listed : [])];
  const asked = clear !== undefined && clear !== null && clear !== false && clear !== 0 && clear !== '';
  return { clear: asked, ids: named.filter((id) => typeof id === 'string') };
}
