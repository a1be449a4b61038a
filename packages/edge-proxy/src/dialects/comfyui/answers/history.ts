import type { Call } from '../../../dialect-kit/call/call.ts';
import { readJsonAnswer } from '../../../dialect-kit/client/read-answer.ts';
import { commandJson } from '../../../dialect-kit/screening/screened-body.ts';
import { answerJson } from '../../../dialect-kit/serving/answer-json.ts';
import { isObject, type Json, type JsonObject } from '../../../wire/json/strict-json.ts';
import type { Comfy } from '../comfy.ts';
import { FAILED, historyShape } from '../fields.ts';
import { promptOf } from '../refused/story.ts';
import { tellOutputs } from '../tenants/outputs.ts';
import { isOf, type Run } from '../tenants/runs.ts';
import { tenantOf } from '../tenants/tenant.ts';
import { inOwnWords } from '../tenants/words.ts';
import { done, readCommand } from './queue.ts';

/** If more prompts than this may have ended, the whole history is fetched instead of single entries. */
const MOST_ASKED_ALONE = 4;

/** The history entry of a prompt, as its client may read it; undefined while the prompt waits or runs. */
export async function historyOf(comfy: Comfy, call: Call, run: Run): Promise<JsonObject | undefined> {
  run.asked?.('history');
  if (isKnown(run)) return run.history;
  await learn(comfy, call, [run], `/history/${run.id}`);
  return run.history;
}

/** Whether the entry of a prompt is final. The server writes an entry once. */
function isKnown({ history, refused }: Run): boolean {
  return history !== undefined || refused !== undefined;
}

/** Takes the entries of `runs` from a part of the server's history. */
async function learn(comfy: Comfy, call: Call, runs: readonly Run[], path: string): Promise<void> {
  const target = { method: 'GET', path } as const;
  const answer = await readJsonAnswer(await comfy.server.send(target, call), FAILED);
  const told = answer.screened(historyShape(runs.map(({ id }) => id))).fields;
  await Promise.all(
    runs.map(async (run) => {
      const entry = told[run.id];
      const [, , , extra]: readonly (Json | undefined)[] =
        isObject(entry) && Array.isArray(entry.prompt) ? entry.prompt : [];
      if (isObject(entry) && isOf(run, extra)) run.history = await tellEntry(comfy, call, run, entry);
    }),
  );
}

async function tellEntry(comfy: Comfy, call: Call, run: Run, entry: JsonObject): Promise<JsonObject> {
  const { prompt, outputs = {}, status = null, meta = {} } = entry;
  const [, , , , nodes = []]: readonly Json[] = Array.isArray(prompt) ? prompt : [];
  return {
    prompt: promptOf(run, inOwnWords(nodes, run.words)),
    outputs: await tellOutputs(outputs, run, comfy.runs, call),
    status: inOwnWords(status, run.words),
    meta: inOwnWords(meta, run.words),
  };
}

/** `GET /history/{id}`: empty for a prompt of another tenant, as for one that does not exist. */
export async function tellOne(comfy: Comfy, call: Call): Promise<Response> {
  const id = String(call.params.id);
  const run = comfy.runs.of(tenantOf(call.caller), id);
  const told = run && (await historyOf(comfy, call, run));
  return answerJson(told ? { [id]: told } : {});
}

/** `GET /history`: the tenant's own prompts that were queued through this process, oldest first. */
export async function tellHistory(comfy: Comfy, call: Call): Promise<Response> {
  const { searchParams } = new URL(call.request.url);
  const told = await allHistory(comfy, call);
  const most = whole(searchParams.get('max_items')) ?? told.length;
  const offset = whole(searchParams.get('offset'));
  const start = offset ?? Math.max(0, told.length - most);
  return answerJson(Object.fromEntries(told.slice(start, start + most)));
}

/** All of a tenant's history. */
export async function allHistory(comfy: Comfy, call: Call): Promise<[id: string, entry: JsonObject][]> {
  const runs = comfy.runs.all(tenantOf(call.caller));
  const open = runs.filter((run) => !isKnown(run));
  if (open.length > MOST_ASKED_ALONE) await learn(comfy, call, open, '/history');
  else await Promise.all(open.map((run) => historyOf(comfy, call, run)));
  return runs.flatMap(({ id, history }) => (history ? [[id, history]] : []));
}

/** `POST /history`: deletes the tenant's own prompts. */
export async function changeHistory(comfy: Comfy, call: Call): Promise<Response> {
  const command = await readCommand(call);
  const tenant = tenantOf(call.caller);
  const runs = comfy.runs.all(tenant).filter(({ id }) => command.clear || command.ids.includes(id));
  const ended = new Set((await allHistory(comfy, call)).map(([id]) => id));
  const gone = runs.filter(({ id }) => ended.has(id));
  const ids = gone.filter(({ refused }) => refused === undefined).map(({ id }) => id);
  if (ids.length > 0) {
    const body = commandJson({ delete: ids });
    await comfy.server.send({ method: 'POST', path: '/history', body }, call);
  }
  for (const run of gone) comfy.runs.forget(run);
  return done(command);
}

function whole(value: string | null): number | undefined {
  return value !== null && /^\d{1,9}$/.test(value) ? Number(value) : undefined;
}
