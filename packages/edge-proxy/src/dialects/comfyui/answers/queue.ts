import type { Call } from '../../../dialect-kit/call/call.ts';
import { readJsonAnswer } from '../../../dialect-kit/client/read-answer.ts';
import { readFields } from '../../../dialect-kit/fields/read-fields.ts';
import { commandJson } from '../../../dialect-kit/screening/screened-body.ts';
import { answerJson } from '../../../dialect-kit/serving/answer-json.ts';
import { answerBody } from '../../../wire/answer-body.ts';
import { isObject, type Json } from '../../../wire/json/strict-json.ts';
import { readJson } from '../../../wire/read-body.ts';
import type { Comfy } from '../comfy.ts';
import { COMMAND_FIELDS, FAILED, QUEUE } from '../fields.ts';
import { interrupt } from '../refused/pretend.ts';
import { promptOf } from '../refused/story.ts';
import { isOf, type Run } from '../tenants/runs.ts';
import { type Tenant, tenantOf } from '../tenants/tenant.ts';
import { inOwnWords } from '../tenants/words.ts';

/** The tenant's own waiting and running prompts, in the server's order. */
interface Queue {
  readonly running: readonly Run[];
  readonly pending: readonly Run[];
  /** The output nodes of each prompt. */
  readonly outputs: ReadonlyMap<string, Json>;
}

/** Fetches the server's queue, and keeps the tenant's prompts. */
export async function queueOf(comfy: Comfy, call: Call, tenant: Tenant): Promise<Queue> {
  const target = { method: 'GET', path: '/queue' } as const;
  const answer = await readJsonAnswer(await comfy.server.send(target, call), FAILED);
  const outputs = new Map<string, Json>();
  const own = (list: Json | undefined): Run[] =>
    (Array.isArray(list) ? list : []).flatMap((entry) => {
      const [, id, , extra, nodes = []]: readonly Json[] = Array.isArray(entry) ? entry : [];
      const run = typeof id === 'string' ? comfy.runs.of(tenant, id) : undefined;
      if (run === undefined || !isOf(run, extra)) return [];
      outputs.set(run.id, inOwnWords(nodes, run.words));
      return [run];
    });
  const { queue_running, queue_pending } = answer.screened(QUEUE).fields;
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

/** `POST /queue`: removes the tenant's own waiting prompts. */
export async function changeQueue(comfy: Comfy, call: Call): Promise<Response> {
  const command = await readCommand(call);
  const { pending } = await queueOf(comfy, call, tenantOf(call.caller));
  const gone = pending.filter(({ id }) => command.clear || command.ids.includes(id));
  if (gone.length > 0) {
    const body = commandJson({ delete: gone.map(({ id }) => id) });
    await comfy.server.send({ method: 'POST', path: '/queue', body }, call);
  }
  for (const run of gone) comfy.runs.forget(run);
  return done(command);
}

/** `POST /interrupt`: stops the running prompt if it is the tenant's own. */
export async function interruptRun(comfy: Comfy, call: Call): Promise<Response> {
  const command = await readCommand(call);
  await interruptAt(comfy, call, command.ids.length > 0 ? command.ids : undefined);
  return done(command);
}

/** Stops the running prompt if it is the caller's. @param ids Only these; all of the caller's when left out. */
export async function interruptAt(
  comfy: Comfy,
  call: Call,
  ids: readonly string[] | undefined,
): Promise<void> {
  const { running } = await queueOf(comfy, call, tenantOf(call.caller));
  for (const run of running.filter(({ id }) => ids?.includes(id) ?? true)) {
    if (run.refused) interrupt(comfy, run);
    else {
      const target = { method: 'POST', path: '/interrupt' } as const;
      await comfy.server.send({ ...target, body: commandJson({ prompt_id: run.id }) }, call);
    }
  }
}

/** The commands of a client about its own prompts. */
interface Command {
  readonly clear: boolean;
  readonly ids: readonly string[];
  /** Paths of unknown fields. */
  readonly dropped: readonly string[];
}

/** Confirms a command by an answer without a body, as the server does. */
export function done({ dropped }: Pick<Command, 'dropped'>): Response {
  const headers = dropped.length > 0 ? { 'X-Shoji-Warnings': 'field_dropped' } : {};
  return answerBody(null, { headers });
}

/** Reads the command of a `POST` to the queue, the history or the interruption. */
export async function readCommand(call: Call): Promise<Command> {
  if (call.request.headers.get('Content-Length') === '0' || call.request.body === null)
    return { clear: false, ids: [], dropped: [] };
  const body = await readJson(call.request, call.maxBodyBytes);
  const { dropped } = readFields(body, COMMAND_FIELDS);
  const { clear, delete: listed = [], prompt_id } = isObject(body) ? body : {};
  const named = [prompt_id, ...(Array.isArray(listed) ? listed : [])];
  const asked = clear !== undefined && clear !== null && clear !== false && clear !== 0 && clear !== '';
  return { clear: asked, ids: named.filter((id) => typeof id === 'string'), dropped };
}
