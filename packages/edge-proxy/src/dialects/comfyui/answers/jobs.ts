import type { Call } from '../../../dialect-kit/call/call.ts';
import { answerJson } from '../../../dialect-kit/serving/answer-json.ts';
import { isObject, type Json, type JsonObject } from '../../../wire/json/strict-json.ts';
import type { Comfy } from '../comfy.ts';
import type { Run } from '../tenants/runs.ts';
import { tenantOf } from '../tenants/tenant.ts';
import { allHistory, historyOf } from './history.ts';
import { queueOf } from './queue.ts';

const STATUSES = ['pending', 'in_progress', 'completed', 'failed'];

/** `GET /api/jobs`: the tenant's own jobs, combined from queue and history as the server does. */
export async function tellJobs(comfy: Comfy, call: Call): Promise<Response> {
  const { searchParams } = new URL(call.request.url);
  const wanted = searchParams.get('status')?.toLowerCase().split(',') ?? STATUSES;
  const workflow = searchParams.get('workflow_id');
  const tenant = tenantOf(call.caller);
  const [{ running, pending }, history] = await Promise.all([
    queueOf(comfy, call, tenant),
    allHistory(comfy, call),
  ]);
  const jobs = [
    ...running.map((run) => queuedJob(run, 'in_progress')),
    ...pending.map((run) => queuedJob(run, 'pending')),
    ...history.flatMap(([id, entry]) => {
      const run = comfy.runs.of(tenant, id);
      return run ? [endedJob(run, entry)] : [];
    }),
  ].filter(
    (job) => wanted.includes(String(job.status)) && (workflow === null || job.workflow_id === workflow),
  );
  const key = searchParams.get('sort_by') === 'execution_duration' ? durationOf : createdOf;
  const ascending = (a: JsonObject, b: JsonObject) => key(a) - key(b);
  jobs.sort(searchParams.get('sort_order') === 'asc' ? ascending : (a, b) => ascending(b, a));
  const offset = whole(searchParams.get('offset')) ?? 0;
  const limit = whole(searchParams.get('limit'));
  const page = jobs.slice(offset, limit === undefined ? undefined : offset + limit);
  const pagination = {
    offset,
    limit: limit ?? null,
    total: jobs.length,
    has_more: offset + page.length < jobs.length,
  };
  return answerJson({ jobs: page, pagination });
}

/** `GET /api/jobs/{id}` */
export async function tellJob(comfy: Comfy, call: Call): Promise<Response> {
  const tenant = tenantOf(call.caller);
  const run = comfy.runs.of(tenant, String(call.params.id));
  const entry = run && (await historyOf(comfy, call, run));
  if (run && entry) {
    const workflow = { prompt: run.graph, extra_data: run.extra };
    return answerJson({
      ...endedJob(run, entry),
      outputs: entry.outputs ?? {},
      execution_status: entry.status ?? null,
      workflow,
    });
  }
  const { running, pending } = await queueOf(comfy, call, tenant);
  if (run && running.includes(run)) return answerJson(queuedJob(run, 'in_progress'));
  if (run && pending.includes(run)) return answerJson(queuedJob(run, 'pending'));
  return answerJson({ error: 'Job not found' }, { status: 404 });
}

function queuedJob(run: Run, status: string): JsonObject {
  return { ...jobOf(run, status), outputs_count: 0 };
}

function endedJob(run: Run, { status, outputs = {} }: JsonObject): JsonObject {
  const { status_str, messages = [] } = isObject(status) ? status : {};
  const told = (Array.isArray(messages) ? messages : []).flatMap((message: Json) => {
    const [name, data] = Array.isArray(message) ? message : [];
    return typeof name === 'string' && isObject(data) ? [{ name, data }] : [];
  });
  const at = (names: readonly string[]) => told.findLast(({ name }) => names.includes(name))?.data.timestamp;
  const error = told.find(({ name }) => name === 'execution_error')?.data;
  const start = at(['execution_start']);
  const end = at(['execution_success', 'execution_error', 'execution_interrupted']);
  const { count, preview } = summaryOf(outputs);
  return {
    ...jobOf(run, status_str === 'error' ? 'failed' : 'completed'),
    ...(start !== undefined && { execution_start_time: start }),
    ...(end !== undefined && { execution_end_time: end }),
    ...(error && { execution_error: error }),
    outputs_count: count,
    ...(preview && { preview_output: preview }),
  };
}

function jobOf({ id, number, created, extra }: Run, status: string): JsonObject {
  const info = isObject(extra.extra_pnginfo) ? extra.extra_pnginfo : {};
  const workflow = isObject(info.workflow) ? info.workflow.id : undefined;
  return {
    id,
    status,
    priority: number,
    create_time: created,
    ...(typeof workflow === 'string' && { workflow_id: workflow }),
  };
}

/** The number of outputs, and the one that represents them: a saved one is preferred to a temporary one. */
function summaryOf(outputs: Json): { count: number; preview: JsonObject | undefined } {
  const found = Object.entries(isObject(outputs) ? outputs : {}).flatMap(([nodeId, output]) =>
    Object.entries(isObject(output) ? output : {}).flatMap(([mediaType, items]) =>
      (Array.isArray(items) && mediaType !== 'animated' ? items : [])
        .filter(isObject)
        .map((item) => ({ ...item, nodeId, mediaType })),
    ),
  );
  const shown = found.filter(({ mediaType }) => ['images', 'video', 'audio'].includes(mediaType));
  const kept = (each: JsonObject) => each.type === 'output';
  return { count: found.length, preview: shown.find(kept) ?? shown[0] };
}

const createdOf = ({ create_time }: JsonObject) => Number(create_time);
const durationOf = ({ execution_start_time: start, execution_end_time: end }: JsonObject) =>
  typeof start === 'number' && typeof end === 'number' ? end - start : 0;

function whole(value: string | null): number | undefined {
  return value !== null && /^\d{1,9}$/.test(value) ? Number(value) : undefined;
}
